namespace OnPremLlm.Inference;

/// <summary>
/// A language model that answers for one owner at a time: a worker process, or an engine on another server of the hospital. Thread-safe.
/// Every method throws <see cref="InferenceException"/> for a failure and <see cref="OperationCanceledException"/> when cancelled.
/// </summary>
public interface ILanguageModel
{
    /// <summary>Which model answers. Starts the owner's worker when none runs.</summary>
    ValueTask<LanguageModelInfo> DescribeAsync(OwnerId owner, CancellationToken ct);

    /// <summary>
    /// Streams <see cref="GenerationUpdate.Started"/>, any number of <see cref="GenerationUpdate.Text"/> and one <see cref="GenerationUpdate.Finished"/>.
    /// Cancelling, or leaving the enumeration early, stops the generation at the next batch.
    /// </summary>
    IAsyncEnumerable<GenerationUpdate> GenerateAsync(OwnerId owner, GenerationRequest request, CancellationToken ct);

    /// <summary>Counts tokens exactly as <see cref="GenerateAsync"/> would see them. An engine elsewhere that cannot is an <see cref="InferenceFailure.InvalidRequest"/>.</summary>
    ValueTask<int> CountTokensAsync(OwnerId owner, PromptContent prompt, CancellationToken ct);

    /// <summary>The ids of the prompt's tokens exactly as <see cref="GenerateAsync"/> would see them.</summary>
    ValueTask<IReadOnlyList<int>> TokenizeAsync(OwnerId owner, PromptContent prompt, CancellationToken ct);

    /// <summary>Forgets a session and wipes its cells. Succeeds when there is none, and starts no worker for it.</summary>
    ValueTask CloseSessionAsync(OwnerId owner, string session, CancellationToken ct);
}
