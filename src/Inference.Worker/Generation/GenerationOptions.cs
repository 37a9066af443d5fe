namespace OnPremLlm.Inference.Worker.Generation;

/// <summary>Which model runs, and how large.</summary>
internal sealed record GenerationOptions
{
    /// <summary>GGUF file; only read.</summary>
    public required string Model { get; init; }

    /// <summary>Folder of the unpacked @node-llama-cpp package.</summary>
    public required string Native { get; init; }

    /// <summary>Hex SHA-256 that the file must have; null accepts any.</summary>
    public string? Sha256 { get; init; }

    /// <summary>1 to 256; null: one less than there are cores, at least 1, and 1 for models under 64 MiB, which lose more by waiting for threads than they win.</summary>
    public int? Threads { get; init; }

    /// <summary>Tokens per sequence, 16 to 1,048,576; null: what the model was trained for, at most 8,192.</summary>
    public int? Context { get; init; }

    /// <summary>Requests and kept sessions at the same time, 1 to 64.</summary>
    public int Sequences { get; init; } = 4;

    /// <summary>Layers computed on a graphics card, 0 to 1,000; needs one.</summary>
    public int GpuLayers { get; init; }
}
