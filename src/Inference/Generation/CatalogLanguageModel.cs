namespace OnPremLlm.Inference;

/// <summary>One model of the catalogs: answered by a worker here or by a remote engine, as its entry says now.</summary>
/// <param name="select">The model as the catalogs have it now.</param>
internal sealed class CatalogLanguageModel(ILanguageModel worker, ILanguageModel remote, Func<SelectedModel> select) : ILanguageModel
{
    public ValueTask<LanguageModelInfo> DescribeAsync(OwnerId owner, CancellationToken ct) => Engine().DescribeAsync(owner, ct);

    public IAsyncEnumerable<GenerationUpdate> GenerateAsync(OwnerId owner, GenerationRequest request, CancellationToken ct) => Engine().GenerateAsync(owner, request, ct);

    public ValueTask<EmbeddingAnswer> EmbedAsync(OwnerId owner, EmbeddingRequest request, CancellationToken ct) => Engine().EmbedAsync(owner, request, ct);

    public ValueTask<int> CountTokensAsync(OwnerId owner, PromptContent prompt, CancellationToken ct) => Engine().CountTokensAsync(owner, prompt, ct);

    public ValueTask<IReadOnlyList<int>> TokenizeAsync(OwnerId owner, PromptContent prompt, CancellationToken ct) => Engine().TokenizeAsync(owner, prompt, ct);

    public ValueTask<bool> SaveSessionAsync(OwnerId owner, string session, Stream state, long largestBytes, CancellationToken ct) => Engine().SaveSessionAsync(owner, session, state, largestBytes, ct);

    public ValueTask<bool> RestoreSessionAsync(OwnerId owner, string session, Stream state, long length, CancellationToken ct) => Engine().RestoreSessionAsync(owner, session, state, length, ct);

    // Always in the workers here: the entry may be gone, or remote by now, and a purge must not fail over that or miss what was read before.
    public ValueTask CloseSessionAsync(OwnerId owner, string session, CancellationToken ct) => worker.CloseSessionAsync(owner, session, ct);

    ILanguageModel Engine() => select().Remote is null ? worker : remote;
}
