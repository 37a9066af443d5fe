namespace OnPremLlm.Training.Network;

/// <summary>One tensor in the flat buffer of weights: row-major, y = W x. <paramref name="Name"/> is GGUF's.</summary>
/// <param name="Rows">1 for the factors of a norm.</param>
internal sealed record Parameter(string Name, long Offset, int Rows, int Columns)
{
    public long Length => (long)Rows * Columns;

    public bool IsMatrix => Rows > 1;

    public bool IsEmbedding => Name == EmbeddingName;

    public const string EmbeddingName = "token_embd.weight";
}
