using System.Net;
using System.Text.Json.Nodes;
using OnPremLlm.Host.Tests.Support;
using OnPremLlm.Inference;

namespace OnPremLlm.Host.Tests.OpenAi;

/// <summary>Server-sent events, byte by byte as a client gets them.</summary>
[Collection(OneHost.Name)]
public sealed class Answers_that_are_streamed(ScribeHost host)
{
    [Fact]
    public async Task Begin_with_the_role_and_end_with_the_reason_the_usage_and_done()
    {
        var events = await StreamAsync("""{"stream_options":{"include_usage":true}}""");

        Assert.Equal("assistant", (string?)events[0]["choices"]![0]!["delta"]!["role"]);
        Assert.Equal("stop", (string?)events[^2]["choices"]![0]!["finish_reason"]);
        Assert.Empty(events[^1]["choices"]!.AsArray());
        Assert.Equal(4, (int?)events[^1]["usage"]!["completion_tokens"]);
        Assert.Single(events.Select(chunk => (string?)chunk["id"]).Distinct());
        Assert.All(events, chunk => Assert.Equal("chat.completion.chunk", (string?)chunk["object"]));
    }

    [Fact]
    public async Task Carry_no_usage_where_it_was_not_asked_for() => Assert.All(await StreamAsync("{}"), chunk => Assert.Null(chunk["usage"]));

    [Fact]
    public async Task Carry_each_text_with_the_log_probabilities_of_its_tokens()
    {
        var events = await StreamAsync("""{"logprobs":true,"top_logprobs":2}""");

        var withText = events.Select(chunk => chunk["choices"]![0]!).Where(choice => ((string?)choice["delta"]!["content"])?.Length > 0).ToList();
        Assert.NotEmpty(withText);
        Assert.All(withText, choice => Assert.Equal((string?)choice["delta"]!["content"], string.Concat(choice["logprobs"]!["content"]!.AsArray().Select(token => (string?)token!["token"]))));
    }

    [Fact]
    public async Task That_break_off_end_with_an_error_and_without_done()
    {
        var visit = Guid.NewGuid();
        host.Engines.FailApi(new(InferenceFailure.WorkerDied, "The worker ended in the middle of the request."));

        var answer = await host.Clinician.SendAsync(HttpMethod.Post, "v1/chat/completions", Body("{}", "fail " + visit));

        Assert.Equal(HttpStatusCode.OK, answer.Status); // it had begun
        Assert.DoesNotContain("[DONE]", answer.Body, StringComparison.Ordinal);
        Assert.Equal("engine_unavailable", (string?)Events(answer.Body)[^1]["error"]!["code"]);
    }

    [Theory]
    [InlineData(InferenceFailure.QueueFull, HttpStatusCode.TooManyRequests, "queue_full")] // the clinic's own doing
    [InlineData(InferenceFailure.Busy, HttpStatusCode.ServiceUnavailable, "engine_busy")] // of whoever
    public async Task And_those_that_are_not_are_refused_with_a_status_and_the_time_to_try_again(InferenceFailure failure, HttpStatusCode status, string code)
    {
        host.Engines.FailApi(new(failure, "All places are taken.") { RetryAfter = TimeSpan.FromSeconds(7) });
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = host.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", (await host.CreateKeyAsync(host.North)).Text);

        using var content = new StringContent(Body("""{"stream":false}""", "fail"), System.Text.Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync("v1/chat/completions", content);

        Assert.Equal((status, code), (answer.StatusCode, (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["error"]!["code"]));
        Assert.Equal(TimeSpan.FromSeconds(7), answer.Headers.RetryAfter?.Delta);
    }

    /// <summary>Attack: whoever has a key learns of the machine's paths, accounts and settings from why an engine does not start.</summary>
    [Theory]
    [InlineData(InferenceFailure.Misconfigured, true)]
    [InlineData(InferenceFailure.Misconfigured, false)]
    [InlineData(InferenceFailure.ModelRefused, false)]
    [InlineData(InferenceFailure.Incompatible, false)]
    [InlineData(InferenceFailure.WorkerUnavailable, false)]
    public async Task And_those_that_are_not_say_nothing_of_the_machine_which_stands_in_the_log(InferenceFailure failure, bool stream)
    {
        var secret = $"/srv/secret-{Guid.NewGuid():N}/model.gguf";
        host.Engines.FailApi(new(failure, $"The model file {secret} does not exist. Correct ModelFile."));

        var answer = await host.Clinician.SendAsync(HttpMethod.Post, "v1/chat/completions", Body($$"""{"stream":{{(stream ? "true" : "false")}}}""", "fail"));

        Assert.DoesNotContain("secret", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("ModelFile", answer.Body, StringComparison.Ordinal);
        Assert.Contains("engine_unavailable", answer.Body, StringComparison.Ordinal);
        Assert.Contains("tell IT", answer.Body, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(secret, host.Log, StringComparison.Ordinal);
    }

    async Task<List<JsonNode>> StreamAsync(string more)
    {
        var answer = await host.Clinician.SendAsync(HttpMethod.Post, "v1/chat/completions", Body(more, "Hello there"));
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.EndsWith("data: [DONE]\n\n", answer.Body, StringComparison.Ordinal);
        return Events(answer.Body);
    }

    static List<JsonNode> Events(string body) =>
        [.. body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Where(line => line.StartsWith("data: {", StringComparison.Ordinal)).Select(line => JsonNode.Parse(line[6..])!)];

    static string Body(string more, string content)
    {
        var body = JsonNode.Parse($$"""{"model":"{{ScribeHost.ModelId}}","stream":true,"messages":[{"role":"user","content":"{{content}}"}]}""")!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(more)!.AsObject())
        {
            body[name] = value?.DeepClone();
        }

        return body.ToJsonString();
    }
}
