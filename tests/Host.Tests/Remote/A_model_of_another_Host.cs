using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OnPremLlm.Host.Tests.Privacy;
using OnPremLlm.Inference;

namespace OnPremLlm.Host.Tests.Remote;

/// <summary>Programs ask the near Host; the far Host's engine answers, and they cannot tell.</summary>
[Collection(Hosts.Name)]
public sealed class A_model_of_another_Host(TwoHosts hosts) : IDisposable
{
    readonly ApiProgram _near = new(hosts.Near.Address, hosts.Key.Text);
    readonly ApiProgram _far = new(hosts.Far.Address, File.ReadAllText(hosts.Engine.ApiKeyFile!).Trim()); // the fixture made one

    public void Dispose()
    {
        _near.Dispose();
        _far.Dispose();
    }

    [Fact]
    public async Task Answers_a_chat_whole_and_streamed_as_it_does_over_there()
    {
        var direct = await _far.AskAsync("chat/completions", Chat(TwoHosts.FarId));

        var whole = await _near.AskAsync("chat/completions", Chat(TwoHosts.NearId));
        var streamed = await _near.StreamAsync("chat/completions", Chat(TwoHosts.NearId));

        Assert.NotEmpty(TextOf(direct));
        Assert.Equal(TextOf(direct), TextOf(whole));
        Assert.Equal(TextOf(direct), string.Concat(streamed.Where(chunk => chunk["choices"]!.AsArray().Count > 0).Select(chunk => (string?)chunk["choices"]![0]!["delta"]!["content"])));
        Assert.Equal(("length", TwoHosts.NearId, "fp_remote"), ((string?)whole["choices"]![0]!["finish_reason"], (string?)whole["model"], (string?)whole["system_fingerprint"]));
        foreach (var usage in (JsonNode[])[whole["usage"]!, streamed[^1]["usage"]!])
        {
            Assert.True(JsonNode.DeepEquals(direct["usage"], usage), usage.ToJsonString());
        }
    }

    [Fact]
    public async Task Goes_on_with_a_text_with_the_same_log_probabilities()
    {
        var body = new JsonObject { ["prompt"] = "Once upon a time", ["max_tokens"] = 6, ["temperature"] = 0.7, ["seed"] = 7, ["logprobs"] = 2, ["stop"] = "\u0001never" };
        var direct = await _far.AskAsync("completions", For(body, TwoHosts.FarId));

        var answer = await _near.AskAsync("completions", For(body, TwoHosts.NearId));

        Assert.Equal((string?)direct["choices"]![0]!["text"], (string?)answer["choices"]![0]!["text"]);
        Assert.True(JsonNode.DeepEquals(direct["choices"]![0]!["logprobs"]!["token_logprobs"], answer["choices"]![0]!["logprobs"]!["token_logprobs"]), answer.ToJsonString());
    }

    [Fact]
    public async Task Gives_the_log_probabilities_of_a_chat_byte_by_byte()
    {
        var body = Chat("");
        (body["logprobs"], body["top_logprobs"]) = (true, 3);
        var direct = await _far.AskAsync("chat/completions", For(body, TwoHosts.FarId));

        var answer = await _near.AskAsync("chat/completions", For(body, TwoHosts.NearId));

        Assert.True(JsonNode.DeepEquals(direct["choices"]![0]!["logprobs"], answer["choices"]![0]!["logprobs"]), answer.ToJsonString());
    }

    [Fact]
    public async Task Holds_an_answer_to_a_schema()
    {
        var body = Chat(TwoHosts.NearId, 200);
        body["response_format"] = JsonNode.Parse("""{"type":"json_schema","json_schema":{"name":"dose","schema":{"type":"object","properties":{"mg":{"type":"integer","minimum":1,"maximum":999},"when":{"enum":["morning","evening"]}},"required":["mg","when"],"additionalProperties":false}}}""");

        var answer = JsonNode.Parse(TextOf(await _near.AskAsync("chat/completions", body)))!; // an object

        Assert.InRange((int)answer["mg"]!, 1, 999);
        Assert.Contains((string?)answer["when"], (string[])["morning", "evening"]);
    }

    [Theory]
    [InlineData("""{"type":"span","span_sources":[{"name":"said","message":0}]}""")]
    [InlineData("""{"type":"json_schema","span_sources":[{"name":"said","message":0}],"json_schema":{"name":"q","schema":{"type":"object","required":["quote"],"additionalProperties":false,"properties":{"quote":{"type":"string","x-span":"said"}}}}}""")]
    public async Task Holds_an_answer_to_an_exact_quotation(string format)
    {
        const string Said = "I took, er, \"ibuprofen\" yesterday.";
        var body = Chat(TwoHosts.NearId, 200, Said);
        body["response_format"] = JsonNode.Parse(format);

        var text = TextOf(await _near.AskAsync("chat/completions", body));

        var quote = text.StartsWith('{') ? (string?)JsonNode.Parse(text)!["quote"] ?? "" : text;
        Assert.NotEmpty(quote);
        Assert.Contains(quote, Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Counts_tokens_and_is_listed_with_context_and_extensions()
    {
        var body = new JsonObject { ["prompt"] = "Once upon a time" };
        var direct = await _far.AskAsync("tokenize", For(body, TwoHosts.FarId));

        var answer = await _near.AskAsync("tokenize", For(body, TwoHosts.NearId));

        Assert.True(JsonNode.DeepEquals(direct["tokens"], answer["tokens"]));
        var listed = await _near.GetAsync($"models/{TwoHosts.NearId}");
        Assert.Equal(1024, (int)listed["max_model_len"]!);
        Assert.Equal("""["span","tokenize"]""", listed["extensions"]!.ToJsonString());
    }

    [Fact]
    public async Task Behind_the_abstractions_of_dotnet_answers_until_its_context_is_full()
    {
        using var client = hosts.Near.Services.GetRequiredService<ChatClients>().For(new(hosts.Near.North.Id.Value), TwoHosts.NearId);
        var schema = ChatResponseFormat.ForJsonSchema(JsonDocument.Parse("""{"type":"array","items":{"type":"boolean"},"minItems":2,"maxItems":2}""").RootElement);

        var shaped = await client.GetResponseAsync("Hello", new() { MaxOutputTokens = 100, ResponseFormat = schema, Temperature = 0 });
        var whole = await client.GetStreamingResponseAsync("Hello", new() { Temperature = 0 }).ToChatResponseAsync();

        Assert.Equal(2, JsonNode.Parse(shaped.Text)!.AsArray().Count);
        Assert.True(whole.FinishReason == ChatFinishReason.Stop || whole.Usage?.TotalTokenCount == 1024, $"{whole.FinishReason} {whole.Usage?.TotalTokenCount}");
    }

    [Fact]
    public async Task Refuses_what_is_too_long_and_says_so_in_the_same_words()
    {
        var (status, body) = await _near.SendAsync("chat/completions", Chat(TwoHosts.NearId, 5_000));

        Assert.Equal((HttpStatusCode.BadRequest, "context_length_exceeded"), (status, (string?)JsonNode.Parse(body)!["error"]!["code"]));
    }

    [Fact]
    public async Task Whose_worker_is_stopped_in_mid_stream_ends_with_an_error_and_answers_again()
    {
        var supervisor = hosts.Far.Services.GetRequiredService<WorkerSupervisor>();

        var broken = await _near.StreamAsync("chat/completions", Chat(TwoHosts.NearId, 900), () => supervisor.StopOwnerAsync(new(hosts.Far.North.Id.Value)));

        Assert.DoesNotContain("[DONE]", broken, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"engine_unavailable\"", broken, StringComparison.Ordinal);
        Assert.NotEmpty(TextOf(await _near.AskAsync("chat/completions", Chat(TwoHosts.NearId))));
    }

    [Fact]
    public async Task Leaves_no_word_of_prompt_or_answer_in_either_log_whatever_happens()
    {
        var canary = Canary.Word();
        await _near.AskAsync("chat/completions", Chat(TwoHosts.NearId, 4, canary.Text));
        await _near.StreamAsync("chat/completions", Chat(TwoHosts.NearId, 4, canary.Text));
        await _near.AskAsync("tokenize", new JsonObject { ["model"] = TwoHosts.NearId, ["prompt"] = canary.Text });
        var (status, body) = await _near.SendAsync("chat/completions", Chat(TwoHosts.NearId, 5_000, canary.Text));
        var quoted = Chat(TwoHosts.NearId, 200, canary.Text);
        quoted["response_format"] = JsonNode.Parse("""{"type":"span","span_sources":[{"name":"said","message":0}]}""");
        Assert.Contains(TextOf(await _near.AskAsync("chat/completions", quoted)), canary.Text, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.False(canary.IsIn(body));
        Assert.False(canary.IsIn(hosts.Near.Log));
        Assert.False(canary.IsIn(hosts.Far.Log));
        Assert.False(canary.IsIn(string.Join('\n', [.. hosts.Near.Telemetry.Metrics, .. hosts.Near.Telemetry.Traces])));
    }

    static JsonObject Chat(string model, int most = 12, string text = "Hello there") => new()
    {
        ["model"] = model,
        ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = text }),
        ["max_tokens"] = most,
        ["temperature"] = 0,
    };

    static JsonObject For(JsonObject body, string model)
    {
        var copy = body.DeepClone().AsObject();
        copy["model"] = model;
        return copy;
    }

    static string TextOf(JsonNode answer) => (string?)answer["choices"]![0]!["message"]!["content"] ?? "";
}
