using System.Runtime.CompilerServices;
using System.Text.Json;

namespace OnPremLlm.Inference;

/// <summary>
/// A language model on another server. It keeps nothing between requests, so that there is nothing there for a purge here to reach: sessions have
/// no effect, and a prefill sends nothing.
/// </summary>
/// <param name="select">The model as the catalogs have it now.</param>
internal sealed class RemoteLanguageModel(RemoteClient client, RemoteLoads loads, Func<SelectedModel> select) : ILanguageModel
{
    static readonly byte[] _done = "[DONE]"u8.ToArray();

    /// <summary>As the entry says; asks nobody.</summary>
    public ValueTask<LanguageModelInfo> DescribeAsync(OwnerId owner, CancellationToken ct)
    {
        var (model, engine) = Of(owner);
        return ValueTask.FromResult(new LanguageModelInfo
        {
            Id = model.Id,
            Sha256 = null,
            Name = engine.Model,
            ContextPerSequence = model.ContextTokens,
            ChatTemplateSupported = true, // it refuses messages itself where it has none
            IsDemonstration = model.IsDemonstration,
            FindsRoomItself = true,
            PromptFormat = model.PromptFormat,
        });
    }

    public async IAsyncEnumerable<GenerationUpdate> GenerateAsync(OwnerId owner, GenerationRequest request, [EnumeratorCancellation] CancellationToken ct)
    {
        var (model, engine) = Of(owner);
        if (request.MaxTokens == 0)
        {
            yield return new GenerationUpdate.Started(0, 0);
            yield return new GenerationUpdate.Finished(FinishReason.Length, 0, TimeSpan.Zero, TimeSpan.Zero);
            yield break;
        }

        var message = RemoteRequests.Completion(engine, request);
        await loads.EnterAsync(owner, model, engine, ct);
        var answer = new RemoteAnswer(engine, client.Time);
        await using var stream = await client.StreamAsync(engine, message, ct);
        while (await stream.NextAsync(ct) is { } data && !data.Span.SequenceEqual(_done))
        {
            foreach (var update in answer.Read(data))
            {
                yield return update;
            }
        }

        yield return answer.Finish();
    }

    public async ValueTask<EmbeddingAnswer> EmbedAsync(OwnerId owner, EmbeddingRequest request, CancellationToken ct)
    {
        var (model, engine) = Of(owner);
        var message = RemoteRequests.Embeddings(engine, request);
        await loads.EnterAsync(owner, model, engine, ct);
        return RemoteVectors.Read(engine, await client.PostAsync(engine, message, ct), request.Texts.Count);
    }

    public async ValueTask<int> CountTokensAsync(OwnerId owner, PromptContent prompt, CancellationToken ct)
    {
        var (engine, told) = await AskTokensAsync(owner, prompt, ct);
        return told.TryGetProperty("count", out var count) && count.ValueKind is JsonValueKind.Number && count.TryGetInt32(out var tokens) && tokens >= 0 ? tokens : throw RemoteFailures.Unreadable(engine);
    }

    public async ValueTask<IReadOnlyList<int>> TokenizeAsync(OwnerId owner, PromptContent prompt, CancellationToken ct)
    {
        var (engine, told) = await AskTokensAsync(owner, prompt, ct);
        return told.TryGetProperty("tokens", out var tokens) && tokens.ValueKind is JsonValueKind.Array && tokens.EnumerateArray().All(token => token.ValueKind is JsonValueKind.Number && token.TryGetInt32(out _))
            ? [.. tokens.EnumerateArray().Select(token => token.GetInt32())]
            : throw RemoteFailures.Unreadable(engine);
    }

    /// <summary>False: nothing is kept there.</summary>
    public ValueTask<bool> SaveSessionAsync(OwnerId owner, string session, Stream state, long largestBytes, CancellationToken ct) => ValueTask.FromResult(false);

    /// <summary>False: what was computed here is of no use there.</summary>
    public ValueTask<bool> RestoreSessionAsync(OwnerId owner, string session, Stream state, long length, CancellationToken ct) => ValueTask.FromResult(false);

    public ValueTask CloseSessionAsync(OwnerId owner, string session, CancellationToken ct) => ValueTask.CompletedTask;

    async Task<(RemoteEngine Engine, JsonElement Told)> AskTokensAsync(OwnerId owner, PromptContent prompt, CancellationToken ct)
    {
        var (model, engine) = Of(owner);
        var message = RemoteRequests.Tokenize(engine, prompt);
        await loads.EnterAsync(owner, model, engine, ct);
        var told = await client.PostAsync(engine, message, ct);
        return told.ValueKind is JsonValueKind.Object ? (engine, told) : throw RemoteFailures.Unreadable(engine);
    }

    // The second wall, as before a worker: by whatever path the request came.
    (SelectedModel Model, RemoteEngine Engine) Of(OwnerId owner)
    {
        var model = select();
        return ModelCatalogs.MayUse(owner.Required(), model) && model.Remote is { } engine
            ? (model, engine)
            : throw new InferenceException(InferenceFailure.ModelRefused, $"There is no model {model.Id} for this clinic. Choose one of those that are listed for it.");
    }
}
