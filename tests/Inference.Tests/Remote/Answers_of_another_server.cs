using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using OnPremLlm.Inference.Tests.Support;
using OnPremLlm.TestSupport.Remote;
using static OnPremLlm.Inference.Tests.Remote.RemoteSupervision;

namespace OnPremLlm.Inference.Tests.Remote;

public sealed class Answers_of_another_server : IAsyncLifetime
{
    const string Schema = """{"type":"object","properties":{"quote":{"type":"string","x-span":"said"}},"required":["quote"],"additionalProperties":false}""";

    RemoteSupervision _remote = null!; // set by InitializeAsync

    public async Task InitializeAsync() => _remote = await StartAsync();

    public async Task DisposeAsync() => await _remote.DisposeAsync();

    [Fact]
    public async Task Come_in_pieces_with_usage_and_cached_tokens()
    {
        _remote.Engine.OnRequest = context => ScriptedEngine.AnswerAsync(context, "Good ", "morning: ä€😀");
        List<GenerationUpdate> updates = [];
        await foreach (var update in _remote.Model.GenerateAsync(Owner, Ask(), default))
        {
            updates.Add(update);
        }

        Assert.IsType<GenerationUpdate.Started>(updates[0]);
        Assert.Equal(["Good ", "morning: ä€😀"], updates.OfType<GenerationUpdate.Text>().Select(text => text.Value));
        var finished = Assert.IsType<GenerationUpdate.Finished>(updates[^1]);
        Assert.Equal((FinishReason.Stop, 2, new GenerationUpdate.Started(7, 2)), (finished.Reason, finished.CompletionTokens, finished.Prompt));
    }

    [Fact]
    public async Task Are_asked_for_with_every_option_that_the_API_has_and_with_nothing_to_keep_them_by()
    {
        await _remote.Model.TextAsync(Owner, Ask("How are you? \"ä\"\n", 5) with
        {
            Temperature = 0.25f,
            TopP = 0.5f,
            MinP = 0.125f,
            Seed = 4_000_000_000,
            Stop = ["END", "\n"],
            TopLogProbs = 3,
            Session = "visit",
            Shape = AnswerShape.OfSchema(Parse("""{"type":"integer"}""")),
        });

        var call = Assert.Single(_remote.Engine.Calls);
        Assert.Equal("/v1/chat/completions", call.Path);
        var expected = """
            {"model":"far","messages":[{"role":"user","content":"How are you? \"ä\"\n"}],"max_tokens":5,"temperature":0.25,"top_p":0.5,"min_p":0.125,"seed":4000000000,"stop":["END","\n"],
            "logprobs":true,"top_logprobs":3,"response_format":{"type":"json_schema","json_schema":{"name":"answer","strict":true,"schema":{"type":"integer"}}},"stream":true,"stream_options":{"include_usage":true}}
            """;
        Assert.True(JsonElement.DeepEquals(Parse(expected), Parse(call.Body)), call.Body);
        Assert.DoesNotContain(call.Headers.Keys, name => name is "Cookie" or "traceparent" or "User-Agent" or "Authorization");
    }

    [Fact]
    public async Task Leave_no_cookie_behind()
    {
        _remote.Engine.OnRequest = context =>
        {
            context.Response.Headers.SetCookie = "who=you; path=/; secure";
            return ScriptedEngine.AnswerAsync(context, "yes");
        };
        await _remote.Model.TextAsync(Owner, Ask());
        await _remote.Model.TextAsync(Owner, Ask());

        Assert.All(_remote.Engine.Calls, call => Assert.DoesNotContain("Cookie", call.Headers.Keys));
    }

    [Fact]
    public async Task Come_from_this_machine_itself_also_without_TLS()
    {
        await using var engine = await ScriptedEngine.StartAsync(certificate: null);
        _remote.Change(_ => new() { Endpoint = engine.Endpoint, Model = "far" });

        Assert.Equal("yes", await _remote.Model.TextAsync(Owner, Ask()));
        Assert.Single(engine.Calls);
    }

    [Fact]
    public async Task Go_on_with_a_text_where_parts_were_given()
    {
        await _remote.Model.TextAsync(Owner, Requests.Of("Once upon", 5) with { Shape = AnswerShape.AnyJsonObject, TopLogProbs = 2 });

        var body = Parse(Assert.Single(_remote.Engine.Calls, call => call.Path == "/v1/completions").Body);
        Assert.Equal(("Once upon", 2, "json_object"), (body.GetProperty("prompt").GetString(), body.GetProperty("logprobs").GetInt32(), body.GetProperty("response_format").GetProperty("type").GetString()));
    }

    [Fact]
    public async Task Are_bound_to_quotations_where_the_engine_has_that_extension()
    {
        var request = Ask() with { Shape = AnswerShape.OfSchema(Parse(Schema), "said"), SpanSources = [new("said", "er, ibuprofen", SpanEncoding.JsonString, SpanUnit.Characters)] };
        Assert.Contains("cannot say exact quotations", (await FailsAsync(request)).Message, StringComparison.Ordinal);

        _remote.Change(engine => engine with { Extensions = [RemoteEngine.SpanExtension] });
        await _remote.Model.TextAsync(Owner, request);
        await _remote.Model.TextAsync(Owner, Ask() with { Shape = AnswerShape.Quotation("said"), SpanSources = [new("said", "er, ibuprofen")] });

        var formats = _remote.Engine.Calls.Select(call => Parse(call.Body).GetProperty("response_format")).ToList();
        Assert.Equal(["json_schema", "span"], formats.Select(format => format.GetProperty("type").GetString()));
        Assert.True(JsonElement.DeepEquals(Parse("""[{"name":"said","text":"er, ibuprofen","unit":"characters","within":"text"}]"""), formats[0].GetProperty("span_sources")));
        Assert.True(JsonElement.DeepEquals(Parse(Schema), formats[0].GetProperty("json_schema").GetProperty("schema")));
    }

    [Fact]
    public async Task Are_not_asked_for_what_the_API_cannot_say()
    {
        Assert.Contains("a grammar that was written by hand", (await FailsAsync(Ask() with { Grammar = "root ::= \"yes\"" })).Message, StringComparison.Ordinal);
        Assert.Contains("control tokens", (await FailsAsync(Ask() with { Prompt = new() { Parts = [new PromptPart.Control("<|user|>")] } })).Message, StringComparison.Ordinal);
        Assert.Contains("AnswerPrefix", (await FailsAsync(Ask() with { Prompt = Ask().Prompt with { AnswerPrefix = "{" } })).Message, StringComparison.Ordinal);
        Assert.Contains("no tokenize", (await Assert.ThrowsAsync<InferenceException>(async () => await _remote.Model.CountTokensAsync(Owner, Ask().Prompt, default))).Message, StringComparison.Ordinal);
        Assert.Empty(_remote.Engine.Calls);
        Assert.Empty(_remote.Loads.Entered);
    }

    [Fact]
    public async Task Of_chat_clients_need_no_counting_of_tokens()
    {
        var answer = await new ChatClients(_remote.Models).For(Owner, Id).GetResponseAsync("Hello");

        Assert.Equal(("yes", 7L, 2L, 1L), (answer.Text, answer.Usage?.InputTokenCount, answer.Usage?.CachedInputTokenCount, answer.Usage?.OutputTokenCount));
        Assert.False(Parse(Assert.Single(_remote.Engine.Calls).Body).TryGetProperty("max_tokens", out _));
    }

    [Fact]
    public async Task Bring_the_log_probabilities_of_both_forms()
    {
        _remote.Engine.OnRequest = async context =>
        {
            await SendAsync(context, """{"choices":[{"delta":{"content":"ä"},"logprobs":{"content":[{"token":"?","logprob":-0.5,"bytes":[195],"top_logprobs":[{"token":"a","logprob":-1,"bytes":null}]}]}}]}""");
            await SendAsync(context, """{"choices":[{"text":"b","logprobs":{"tokens":["b"],"token_logprobs":[-2],"top_logprobs":[{"c":-3,"d":-1.5}]},"finish_reason":"length"}]}""");
            await SendAsync(context, """{"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2}}""");
        };
        List<TokenLogProb> tokens = [];
        await foreach (var update in _remote.Model.GenerateAsync(Owner, Ask() with { TopLogProbs = 1 }, default))
        {
            tokens.AddRange(update is GenerationUpdate.LogProbs some ? some.Tokens : []);
        }

        Assert.Equal([([195], -0.5f, "a"), ("b"u8.ToArray(), -2f, "dc")], tokens.Select(token => (token.Bytes.ToArray(), token.LogProb, string.Concat(token.Top.Select(top => Encoding.UTF8.GetString(top.Bytes.Span))))), Same);
    }

    [Fact]
    public async Task Are_not_prefilled_there_and_no_session_is_kept()
    {
        Assert.Equal("", await _remote.Model.TextAsync(Owner, Ask() with { MaxTokens = 0, Session = "visit" }));
        await _remote.Model.CloseSessionAsync(Owner, "visit", default);

        Assert.Empty(_remote.Engine.Calls);
    }

    [Fact]
    public async Task Show_the_key_of_the_file_as_it_is_now()
    {
        var file = _remote.Authority.Write("key-one\n");
        _remote.Change(engine => engine with { ApiKeyFile = file });
        await _remote.Model.TextAsync(Owner, Ask());
        await File.WriteAllTextAsync(file, "key-two");
        await _remote.Model.TextAsync(Owner, Ask());

        Assert.Equal(["Bearer key-one", "Bearer key-two"], _remote.Engine.Calls.Select(call => call.Headers["Authorization"]));
        await File.WriteAllTextAsync(file, "two\nlines");
        var failure = await FailsAsync(Ask());
        Assert.Contains("one line of visible ASCII", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("two", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Count_tokens_where_the_engine_can()
    {
        _remote.Change(engine => engine with { Extensions = [RemoteEngine.TokenizeExtension] });
        _remote.Engine.OnRequest = context => context.Response.WriteAsync("""{"count":3,"tokens":[5,6,7]}""");

        Assert.Equal(3, await _remote.Model.CountTokensAsync(Owner, Ask().Prompt, default));
        Assert.Equal([5, 6, 7], await _remote.Model.TokenizeAsync(Owner, Requests.Of("text", 1).Prompt, default));
    }

    [Fact]
    public async Task Are_described_from_the_entry_without_asking_anybody()
    {
        var info = await _remote.Model.DescribeAsync(Owner, default);

        Assert.Equal((Id, null, 512), (info.Id, info.Sha256, info.ContextPerSequence));
        Assert.Empty(_remote.Engine.Calls);
    }

    [Fact]
    public async Task Are_entered_in_the_ledger_before_anything_is_sent_and_again_after_the_entry_changed()
    {
        _remote.Loads.FailsOnce = new IOException("the disk is full");
        var refused = await FailsAsync(Ask());
        Assert.Equal((InferenceFailure.WorkerUnavailable, 0), (refused.Failure, _remote.Engine.Calls.Count));

        await _remote.Model.TextAsync(Owner, Ask());
        await _remote.Model.TextAsync(Owner, Ask());
        var load = Assert.Single(_remote.Loads.Entered);
        Assert.Equal((Owner, Id, null, "openai-compatible", IsolationMode.Remote), (load.Owner, load.ModelId, load.Sha256, load.Engine, load.Isolation));
        Assert.Equal(new RemoteAddress($"https://localhost:{_remote.Engine.Endpoint.Port}", "far"), load.Remote);

        _remote.Change(engine => engine with { Model = "further" });
        await _remote.Model.TextAsync(Owner, Ask());
        Assert.Equal(["far", "further"], _remote.Loads.Entered.Select(entered => entered.Remote?.Model));
    }

    [Fact]
    public async Task Are_only_for_the_clinics_that_the_entry_names()
    {
        var model = _remote.Model;
        _remote.Change(engine => engine, entry => entry with { Tenants = [ScriptedSupervision.OtherOwner.Value] });

        Assert.Null(_remote.Models.Find(Owner, Id));
        Assert.Equal(InferenceFailure.ModelRefused, (await model.FailsAsync(Owner, Ask())).Failure);
        Assert.Empty(_remote.Engine.Calls);
    }

    [Fact]
    public async Task Wait_for_each_other_where_all_places_are_taken()
    {
        _remote.Change(engine => engine, entry => entry with { Sequences = 1 });
        using var arrived = new SemaphoreSlim(0);
        using var go = new SemaphoreSlim(0);
        _remote.Engine.OnRequest = async context =>
        {
            arrived.Release();
            await go.WaitAsync();
            await ScriptedEngine.AnswerAsync(context, "yes");
        };
        var first = _remote.Model.TextAsync(Owner, Ask("first"));
        await arrived.WaitAsync();
        var second = _remote.Models.Find(ScriptedSupervision.OtherOwner, Id)!.TextAsync(ScriptedSupervision.OtherOwner, Ask("second")); // every clinic may use it
        Assert.Single(_remote.Engine.Calls);
        go.Release(2);

        Assert.Equal(("yes", "yes"), (await first, await second));
    }

    Task<InferenceException> FailsAsync(GenerationRequest request) => _remote.Model.FailsAsync(Owner, request);

    static bool Same((byte[] Bytes, float LogProb, string Top) one, (byte[] Bytes, float LogProb, string Top) other) =>
        one.Bytes.SequenceEqual(other.Bytes) && one.LogProb.Equals(other.LogProb) && one.Top == other.Top;

    static async Task SendAsync(HttpContext context, string chunk)
    {
        if (!context.Response.HasStarted)
        {
            context.Response.ContentType = "text/event-stream";
        }

        await context.Response.WriteAsync($": a comment\r\ndata: {chunk}\r\n\r\n");
    }

    static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;
}
