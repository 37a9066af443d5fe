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

    /// <summary>Vectors of texts; for a model that makes them (<see cref="LanguageModelInfo.EmbeddingSize"/>). Others refuse it, and it refuses <see cref="GenerateAsync"/>.</summary>
    ValueTask<EmbeddingAnswer> EmbedAsync(OwnerId owner, EmbeddingRequest request, CancellationToken ct);

    /// <summary>Counts tokens exactly as <see cref="GenerateAsync"/> would see them. An engine elsewhere that cannot is an <see cref="InferenceFailure.InvalidRequest"/>.</summary>
    ValueTask<int> CountTokensAsync(OwnerId owner, PromptContent prompt, CancellationToken ct);

    /// <summary>The ids of the prompt's tokens exactly as <see cref="GenerateAsync"/> would see them.</summary>
    ValueTask<IReadOnlyList<int>> TokenizeAsync(OwnerId owner, PromptContent prompt, CancellationToken ct);

    /// <summary>
    /// Copies what an idle session was sent, and not what it answered, into a stream, which is a patient record: seal it. The session stays; close it when the copy is durable. False, and
    /// nothing written: there is none, it has more than <paramref name="largestBytes"/>, or this model's memory cannot be copied out.
    /// </summary>
    ValueTask<bool> SaveSessionAsync(OwnerId owner, string session, Stream state, long largestBytes, CancellationToken ct);

    /// <summary>
    /// Makes a session of what <see cref="SaveSessionAsync"/> wrote. Reading the stream must fail unless the bytes are those: it authenticates them before native code
    /// sees any. <paramref name="length"/>: of the stream, in bytes. False: the session is there already, or it is of another model, release or context; the text has to be read again instead.
    /// </summary>
    ValueTask<bool> RestoreSessionAsync(OwnerId owner, string session, Stream state, long length, CancellationToken ct);

    /// <summary>
    /// Forgets the owner's session of that name and wipes its cells, in whatever worker it is, also one of another model or one that only answers what it
    /// has begun: a purge must not miss what was read before the model was exchanged. Succeeds when there is none, and starts no worker for it.
    /// </summary>
    ValueTask CloseSessionAsync(OwnerId owner, string session, CancellationToken ct);
}
