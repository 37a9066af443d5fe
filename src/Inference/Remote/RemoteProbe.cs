using System.Text.Json;

namespace OnPremLlm.Inference;

/// <summary>
/// Looks at a remote engine before it is used and when IT asks: whether it is reached, has the model, what context and extensions it names, and
/// whether it answers. Sends no text but its own.
/// </summary>
public sealed class RemoteProbe
{
    const string Question = "Say yes.";

    readonly RemoteClient _client;

    internal RemoteProbe(RemoteClient client) => _client = client;

    /// <summary>Throws <see cref="InferenceException"/> where it is not reached, has no such model, or does not answer.</summary>
    public async Task<RemoteFacts> CheckAsync(RemoteEngine engine, CancellationToken ct)
    {
        var listed = await ListedAsync(engine, ct);
        var messages = await AnswersAsync(engine, new() { Messages = [new("user", Question)] }, ct);
        if (messages is { Failure: InferenceFailure.NoChatTemplate } && await AnswersAsync(engine, new() { Parts = [new PromptPart.Text(Question)] }, ct) is { } failure)
        {
            throw failure;
        }

        return messages is null or { Failure: InferenceFailure.NoChatTemplate }
            ? new() { ContextTokens = ContextOf(listed), Extensions = ExtensionsOf(listed), TakesMessages = messages is null }
            : throw messages;
    }

    // Some engines list no models, or not to everybody: then the answer alone tells.
    async Task<JsonElement?> ListedAsync(RemoteEngine engine, CancellationToken ct)
    {
        JsonElement told;
        try
        {
            told = await _client.GetAsync(engine, "models", ct);
        }
        catch (InferenceException failure) when (failure.Failure is InferenceFailure.ModelRefused)
        {
            return null;
        }

        return told.ValueKind is not JsonValueKind.Object || !told.TryGetProperty("data", out var data) || data.ValueKind is not JsonValueKind.Array ? throw RemoteFailures.Unreadable(engine)
            : data.EnumerateArray().Where(model => Find(model, "id") is { ValueKind: JsonValueKind.String } id && id.ValueEquals(engine.Model)).Select(model => (JsonElement?)model).FirstOrDefault()
            ?? throw new InferenceException(InferenceFailure.ModelRefused, $"The remote engine {engine.Address.Server} lists no model {engine.Model} for this Host. Choose one that it lists: GET {engine.Endpoint.AbsolutePath.TrimEnd('/')}/models.");
    }

    async Task<InferenceException?> AnswersAsync(RemoteEngine engine, PromptContent prompt, CancellationToken ct)
    {
        try
        {
            var answer = new RemoteAnswer(engine, _client.Time);
            await using var stream = await _client.StreamAsync(engine, RemoteRequests.Completion(engine, new() { Prompt = prompt, MaxTokens = 1 }), ct);
            while (!answer.IsComplete && await stream.NextAsync(ct) is { } data)
            {
                answer.Read(data);
            }

            answer.Finish();
            return null;
        }
        catch (InferenceException failure)
        {
            return failure;
        }
    }

    static int ContextOf(JsonElement? model) => Find(model, "max_model_len") is { ValueKind: JsonValueKind.Number } tokens && tokens.TryGetInt32(out var count) ? count : 0;

    static IReadOnlyList<string> ExtensionsOf(JsonElement? model) => Find(model, "extensions") is { ValueKind: JsonValueKind.Array } list
        ? [.. ((string[])[RemoteEngine.SpanExtension, RemoteEngine.TokenizeExtension]).Where(known => list.EnumerateArray().Any(told => told.ValueKind is JsonValueKind.String && told.ValueEquals(known)))]
        : [];

    static JsonElement? Find(JsonElement? from, string name) => from is { ValueKind: JsonValueKind.Object } there && there.TryGetProperty(name, out var value) ? value : null;
}

/// <summary>What a remote engine tells about a model.</summary>
public sealed record RemoteFacts
{
    /// <summary>Tokens of prompt and answer together; 0: it does not say.</summary>
    public required int ContextTokens { get; init; }

    /// <summary>Those of <see cref="RemoteEngine.Extensions"/> that it lists.</summary>
    public required IReadOnlyList<string> Extensions { get; init; }

    /// <summary>False: it continues texts and has no chat template.</summary>
    public required bool TakesMessages { get; init; }
}
