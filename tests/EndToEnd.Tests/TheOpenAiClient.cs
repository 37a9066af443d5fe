using System.Diagnostics;
using System.Text.Json;
using OnPremLlm.TestSupport;
using OnPremLlm.TestSupport.Gguf;
using OnPremLlm.TestSupport.OpenAi;

namespace OnPremLlm.EndToEnd.Tests;

/// <summary>The official OpenAI client for JavaScript as it comes from its registry, against the real Host and a real engine with random weights.</summary>
public sealed class TheOpenAiClient : IAsyncLifetime
{
    readonly DirectoryInfo folder = Directory.CreateDirectory(Path.Combine("/tmp", "opl-openai-" + Path.GetRandomFileName()));
    RealHost host = null!; // set by InitializeAsync

    public async Task InitializeAsync()
    {
        var model = RandomModel.Write(Path.Combine(folder.FullName, "random.gguf"), new() { ChatTemplate = RandomModelOptions.ChatMl });
        host = new() { Options = ["--model", model, "--threads", "1"] };
        await host.InitializeAsync();
        await host.AddModelAsync(RandomBert.Write(Path.Combine(folder.FullName, "vectors.gguf")), "vectors");
    }

    public async Task DisposeAsync()
    {
        await host.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Works_unchanged()
    {
        using var seen = JsonDocument.Parse(await RunAsync(await host.CreateKeyAsync("North Clinic"), await host.CreateKeyAsync("South Clinic")));
        var root = seen.RootElement;

        Assert.Contains("random.gguf", root.GetProperty("models").EnumerateArray().Select(model => model.GetString()));
        Assert.Equal((24, "length"), (root.GetProperty("usage").GetProperty("completion_tokens").GetInt32(), root.GetProperty("reason").GetString()));
        Assert.Equal(root.GetProperty("text").GetString(), root.GetProperty("streamed").GetString());
        Assert.Equal(24, root.GetProperty("streamUsage").GetProperty("completion_tokens").GetInt32());
        AssertStructured(root);
        AssertLogProbabilities(root);
        Assert.NotEmpty(root.GetProperty("completion").GetProperty("text").GetString()!); // a string, by the API
        Assert.True(root.GetProperty("cachedMine").GetInt32() > 10);
        Assert.Equal(0, root.GetProperty("cachedTheirs").GetInt32());
        AssertVectors(root);
        AssertFailure(root, "wrongKey", "AuthenticationError", 401, "invalid_api_key", null);
        AssertFailure(root, "tools", "BadRequestError", 400, "unsupported_parameter", "tools");
        AssertFailure(root, "noModel", "NotFoundError", 404, "model_not_found", "model");
        AssertFailure(root, "tooLong", "BadRequestError", 400, "context_length_exceeded", null);
        AssertFailure(root, "badSchema", "BadRequestError", 400, "invalid_json_schema", "response_format.json_schema.schema");
    }

    /// <summary>A sample; bench/campaigns/fuzz sends ten thousand and more.</summary>
    [Fact]
    public async Task Careless_and_hostile_requests_are_answered_and_kill_no_worker()
    {
        var key = await host.CreateKeyAsync("North Clinic");

        Assert.Empty(await FuzzedRequests.SendAsync(new Uri(host.Address), key, FuzzedRequest.Of, first: 1, count: 400));
        Assert.Empty(await FuzzedRequests.SendAsync(new Uri(host.Address), key, FuzzedRequest.Of, first: FuzzedRequest.LastPlainSeed + 1, count: 300));
        Assert.Empty(await FuzzedRequests.SendAsync(new Uri(host.Address), key, seed => FuzzedRequest.ForEmbeddings(seed, "vectors"), first: 1, count: 200));
        Assert.DoesNotContain("ended by itself", host.Log, StringComparison.Ordinal);
    }

    static void AssertStructured(JsonElement root)
    {
        using var answer = JsonDocument.Parse(root.GetProperty("structured").GetString()!); // a string, by the API
        Assert.Contains(answer.RootElement.GetProperty("side").GetString(), (string[])["left", "right"]);
        Assert.InRange(answer.RootElement.GetProperty("days").GetInt32(), 1, 30);
        using var quoted = JsonDocument.Parse(root.GetProperty("quoted").GetString()!); // likewise
        Assert.Contains(quoted.RootElement.GetProperty("quote").GetString()!, root.GetProperty("source").GetString(), StringComparison.Ordinal);
    }

    static void AssertLogProbabilities(JsonElement root)
    {
        var tokens = root.GetProperty("logprobs").EnumerateArray().ToList();
        Assert.All(tokens, token => Assert.Equal(3, token.GetProperty("top_logprobs").GetArrayLength()));
        Assert.All(tokens, token => Assert.Equal(token.GetProperty("top_logprobs")[0].GetProperty("logprob").GetDouble(), token.GetProperty("logprob").GetDouble())); // temperature 0
        var bytes = tokens.SelectMany(token => token.GetProperty("bytes").EnumerateArray()).Select(value => (byte)value.GetInt32()).ToArray();
        Assert.Equal(root.GetProperty("logprobsText").GetString(), System.Text.Encoding.UTF8.GetString(bytes));
    }

    static void AssertVectors(JsonElement root)
    {
        var vectors = Numbers(root.GetProperty("vectors"));
        Assert.Equal([RandomBert.Embedding, RandomBert.Embedding], vectors.Select(vector => vector.Length));
        Assert.All(vectors, vector => Assert.Equal(1, vector.Sum(number => number * number), 3));
        Assert.Equal(vectors, Numbers(root.GetProperty("numbers")));
        Assert.True(root.GetProperty("vectorUsage").GetProperty("prompt_tokens").GetInt32() > 4);
        AssertFailure(root, "vectorsOfText", "BadRequestError", 400, "invalid_value", null);
        AssertFailure(root, "answerOfVectors", "BadRequestError", 400, "invalid_value", null);
        AssertFailure(root, "shorterVectors", "BadRequestError", 400, "unsupported_parameter", "dimensions");
    }

    static IReadOnlyList<float[]> Numbers(JsonElement vectors) => [.. vectors.EnumerateArray().Select(vector => vector.EnumerateArray().Select(number => number.GetSingle()).ToArray())];

    static void AssertFailure(JsonElement root, string name, string type, int status, string code, string? param)
    {
        var failure = root.GetProperty(name);
        Assert.Equal(
            (type, status, code, param),
            (failure.GetProperty("name").GetString(), failure.GetProperty("status").GetInt32(), failure.GetProperty("code").GetString(), failure.GetProperty("param").GetString()));
    }

    async Task<string> RunAsync(string key, string otherKey)
    {
        var script = Repository.PathOf("tests", "EndToEnd.Tests", "openai", "client.mjs");
        using var node = Process.Start(new ProcessStartInfo("node", [script, host.Address, "random.gguf", key, otherKey]) { RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException("node could not be started.");
        var errors = node.StandardError.ReadToEndAsync();
        var output = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        return node.ExitCode == 0 ? output : throw new InvalidOperationException(await errors);
    }
}
