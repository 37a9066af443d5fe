using Grpc.Core;
using OnPremLlm.Inference.Protocol;
using OnPremLlm.Inference.Worker.Engine;
using OnPremLlm.Inference.Worker.Tests.Support;

namespace OnPremLlm.Inference.Worker.Tests.Generation;

/// <summary>What a request may ask for.</summary>
public sealed class RequestTests(TinyWorker tiny) : IClassFixture<TinyWorker>
{
    public static TheoryData<string> BadRequests { get; } =
        ["no owner", "no prompt", "empty prompt part", "parts and messages", "negative max_tokens", "temperature", "not a number", "top_p", "min_p", "empty stop", "many stops", "role", "prefix with parts", "long session",
        "top_log_probs", "source name", "same source name", "no source name", "many sources", "large sources", "source encoding", "unknown source"];

    [Theory]
    [MemberData(nameof(BadRequests))]
    public async Task What_is_out_of_range_is_an_invalid_argument(string what)
    {
        var failure = await tiny.FailureAsync(Broken(what));

        Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode);
        Assert.DoesNotContain("secret words", failure.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_does_not_fit_is_out_of_range_and_those_beside_it_go_on()
    {
        using var beside = tiny.Worker.Generation.Generate(Requests.EndlessText(maxTokens: 300));
        Assert.True(await beside.ResponseStream.MoveNext());

        var tokens = await tiny.FailureAsync(Requests.Text("x", maxTokens: 2048));
        var bytes = await tiny.FailureAsync(Requests.Text(new string('x', 1_000_000)));
        var finished = await beside.ResponseStream.ReadAllAsync().LastAsync();

        Assert.Equal(StatusCode.OutOfRange, tokens.StatusCode);
        Assert.Contains("2048", tokens.Detail, StringComparison.Ordinal);
        Assert.Equal(StatusCode.OutOfRange, bytes.StatusCode);
        Assert.Equal(300, finished.Finished.CompletionTokens);
    }

    [Fact]
    public async Task A_prompt_and_completion_may_fill_the_sequence_to_the_last_token()
    {
        var prompt = new string('x', 100);
        var tokens = (await tiny.Worker.Generation.CountTokensAsync(new() { Prompt = Requests.Text(prompt).Prompt })).Tokens;
        var request = Requests.Text(prompt, maxTokens: 2048 - tokens);
        request.Grammar = Requests.Endless;

        var answer = await tiny.CompleteAsync(request);

        Assert.Equal(2048 - tokens, answer.Finished.CompletionTokens);
        Assert.Equal(FinishReason.Length, answer.Finished.Reason);
    }

    [Fact]
    public async Task The_same_seed_draws_the_same_text_and_another_seed_another()
    {
        var texts = new List<string>();
        foreach (var seed in (uint[])[7, 7, 8])
        {
            var request = Requests.Text("draw", maxTokens: 30);
            request.Temperature = 1;
            request.TopP = 0.95f;
            request.MinP = 0.001f;
            request.Seed = seed;
            texts.Add((await tiny.CompleteAsync(request)).Text);
        }

        Assert.Equal(texts[0], texts[1]);
        Assert.NotEqual(texts[0], texts[2]);
    }

    [Fact]
    public async Task Text_ends_before_a_stop_string_that_several_tokens_make()
    {
        var request = Requests.Text("x", maxTokens: 60);
        request.Grammar = "root ::= \"one two three four five six seven\"";
        request.Stop.AddRange(["four fi", "seven"]);

        var answer = await tiny.CompleteAsync(request);

        Assert.Equal("one two three ", answer.Text);
        Assert.Equal(FinishReason.Stop, answer.Finished.Reason);
    }

    [Fact]
    public async Task A_character_of_several_tokens_arrives_whole()
    {
        var request = Requests.Text("x", maxTokens: 60);
        request.Grammar = "root ::= \"日本 😀 ü\"";

        using var call = tiny.Worker.Generation.Generate(request);
        var pieces = await call.ResponseStream.ReadAllAsync().Where(message => message.Text.Length > 0).Select(message => message.Text).ToListAsync();

        Assert.Equal("日本 😀 ü", string.Concat(pieces)); // a character sent in halves would have become two U+FFFD
    }

    [Fact]
    public async Task Describe_names_build_model_and_devices()
    {
        var description = await tiny.Worker.Worker.DescribeAsync(new());

        Assert.Equal(("llama.cpp", "0.5.0-dev", "0ad4a86"), (description.Engine, description.EngineVersion, description.EngineCommit));
        Assert.Equal(160, description.StructSizes["llama_context_params"]);
        Assert.Equal((2048, 4, 512, true), (description.Model.ContextPerSequence, description.Model.MaxSequences, description.Model.Vocabulary, description.Model.ChatTemplateSupported));
        Assert.Contains(description.Devices, device => device.Kind == "cpu");
        Assert.Equal(64, description.Model.Sha256.Length);
    }

    static GenerateRequest Broken(string what)
    {
        var request = Requests.Text("secret words");
        switch (what)
        {
            case "no owner": request.Owner = ""; break;
            case "no prompt": request.Prompt = null; break;
            case "empty prompt part": request.Prompt.Parts.Add(new PromptPart()); break;
            case "parts and messages": request.Prompt.Messages.Add(new ChatMessage { Role = "user", Content = "secret words" }); break;
            case "negative max_tokens": request.MaxTokens = -1; break;
            case "temperature": request.Temperature = 5.5f; break;
            case "not a number": request.Temperature = float.NaN; break;
            case "top_p": request.TopP = 1.5f; break;
            case "min_p": request.MinP = 1; break;
            case "empty stop": request.Stop.Add(""); break;
            case "many stops": request.Stop.AddRange(Enumerable.Repeat("x", 17)); break;
            case "role": request.Prompt = new() { Messages = { new ChatMessage { Role = "<|im_start|>", Content = "secret words" } } }; break;
            case "prefix with parts": request.Prompt.AnswerPrefix = "secret words"; break;
            case "long session": request.Session = new string('s', 257); break;
            case "top_log_probs": request.TopLogProbs = 21; break;
            case "source name": request.SpanSources.Add(Source("Secret words")); break;
            case "same source name": request.SpanSources.AddRange([Source("a"), Source("a")]); break;
            case "no source name": request.SpanSources.Add(Source("")); break;
            case "many sources": request.SpanSources.AddRange(Enumerable.Range(0, 9).Select(i => Source($"s{i}"))); break;
            case "large sources": request.SpanSources.AddRange([Source("a", new string('x', 3 << 20)), Source("b", new string('x', (1 << 20) + 1))]); break;
            case "source encoding": request.SpanSources.Add(new SpanSource { Name = "a", Encoding = (SpanEncoding)7 }); break;
            case "unknown source": request.Grammar = "root ::= @b"; request.SpanSources.Add(Source("a")); break;
            default: throw new ArgumentOutOfRangeException(nameof(what));
        }

        return request;
    }

    static SpanSource Source(string name, string text = "secret words") => new() { Name = name, Text = text };
}
