using OnPremLlm.Inference.Worker.Gguf;

namespace OnPremLlm.Inference.Worker.Generation;

/// <summary>Which model runs, and how large.</summary>
internal sealed record GenerationOptions
{
    /// <summary>GGUF file, of a split model the first; only read.</summary>
    public required string Model { get; init; }

    /// <summary>The further files of a split model, in order.</summary>
    public IReadOnlyList<ModelPart> Parts { get; init; } = [];

    /// <summary>Folder of the unpacked @node-llama-cpp package.</summary>
    public required string Native { get; init; }

    /// <summary>Hex SHA-256 that <see cref="Model"/> must have; null accepts any.</summary>
    public string? Sha256 { get; init; }

    /// <summary>1 to 256; null: one less than there are cores, at least 1, and 1 for models under 64 MiB, which lose more by waiting for threads than they win.</summary>
    public int? Threads { get; init; }

    /// <summary>Tokens per sequence, 16 to 1,048,576; null: what the model was trained for, at most 8,192.</summary>
    public int? Context { get; init; }

    /// <summary>Requests and kept sessions at the same time, 1 to 64.</summary>
    public int Sequences { get; init; } = 4;

    /// <summary>Layers computed on a graphics card, 0 to 1,000; needs one.</summary>
    public int GpuLayers { get; init; }

    /// <summary>How layers are spread over several graphics cards: none, layer (default) or row.</summary>
    public string SplitMode { get; init; } = "layer";

    /// <summary>auto (default), on or off.</summary>
    public string FlashAttention { get; init; } = "auto";

    /// <summary>Type of the cached keys: f16 (default), q8_0 or q4_0.</summary>
    public string KeyType { get; init; } = "f16";

    /// <summary>Type of the cached values: f16 (default), q8_0 or q4_0; other than f16 needs flash attention.</summary>
    public string ValueType { get; init; } = "f16";

    /// <summary>False: the weights are read into memory instead of being mapped from the file.</summary>
    public bool MapsFile { get; init; } = true;

    /// <summary>A chat template, or the name of one that llama.cpp has; used where the model's own is unknown.</summary>
    public string? Template { get; init; }

    /// <summary>All files, in order.</summary>
    public IReadOnlyList<ModelPart> Files => [new(Model, Sha256), .. Parts];
}
