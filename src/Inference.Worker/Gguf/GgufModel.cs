namespace OnPremLlm.Inference.Worker.Gguf;

/// <summary>What the checker learnt about a model file.</summary>
internal sealed record GgufModel
{
    public required string Architecture { get; init; }

    /// <summary>general.name; empty when the file has none.</summary>
    public required string Name { get; init; }

    public required int Layers { get; init; }

    /// <summary>Tokens; 0 when the file does not say.</summary>
    public required long TrainedContext { get; init; }

    /// <summary>Bytes of f16 keys and values that one token takes in all layers; an upper estimate.</summary>
    public required long CacheBytesPerToken { get; init; }

    /// <summary>It brings a chat template; whether llama.cpp knows it is seen when it is loaded.</summary>
    public required bool ChatTemplate { get; init; }

    /// <summary>How the states of a text's tokens become one vector; null for a model that generates text.</summary>
    public Pooling? Pooling { get; init; }

    /// <summary>Bytes of tensors that a CPU keeps a second time, in another order; an upper estimate.</summary>
    public long RepackedBytes { get; init; }
}

/// <summary>GGUF's ARCHITECTURE.pooling_type, of those that give a vector per text; the numbers are llama.cpp's.</summary>
internal enum Pooling
{
    Mean = 1,
    FirstToken = 2,
    LastToken = 3,
}
