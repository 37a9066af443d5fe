namespace OnPremLlm.Inference;

/// <summary>Texts to make vectors of: 1 to 2048, none empty, each within the model's context.</summary>
public sealed record EmbeddingRequest
{
    public required IReadOnlyList<string> Texts { get; init; }

    /// <summary>Which requests of the same owner go first. Default: interactive.</summary>
    public RequestPriority Priority { get; init; }
}

/// <summary>
/// One vector for each text, in the same order, each of Euclidean length 1. <paramref name="Tokens"/>: of all texts together, with those
/// that the model wants around them.
/// </summary>
public sealed record EmbeddingAnswer(IReadOnlyList<ReadOnlyMemory<float>> Vectors, int Tokens);
