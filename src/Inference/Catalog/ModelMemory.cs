namespace OnPremLlm.Inference;

/// <summary>
/// What one worker with a model takes of the machine's memory, estimated before it is loaded. On a GPU a part of it lies there instead.
/// All in bytes.
/// </summary>
public sealed record ModelMemory
{
    /// <summary>.NET runtime, engine and compute buffers of a worker.</summary>
    const long Worker = 160L << 20;

    /// <summary>As large as the files. Mapped ones are in memory once for all workers of the model.</summary>
    public required long WeightsBytes { get; init; }

    /// <summary>True: <see cref="WeightsBytes"/> count once for all workers.</summary>
    public required bool WeightsAreMapped { get; init; }

    /// <summary>Weights that the CPU's engine keeps a second time, for each worker.</summary>
    public required long RepackedBytes { get; init; }

    /// <summary>Keys and values of all sequences; 0 where the catalog does not say how many a token needs.</summary>
    public required long CacheBytes { get; init; }

    public static long WorkerBytes => Worker;

    /// <summary>What each further worker of the model takes.</summary>
    public long OwnBytes => (WeightsAreMapped ? 0 : WeightsBytes) + RepackedBytes + CacheBytes + Worker;

    /// <summary>What the first worker takes.</summary>
    public long TotalBytes => OwnBytes + (WeightsAreMapped ? WeightsBytes : 0);

    internal static ModelMemory Of(SelectedModel model) => new()
    {
        WeightsBytes = model.SizeBytes,
        WeightsAreMapped = model.Mmap,
        RepackedBytes = model.GpuLayers > 0 ? 0 : model.RepackedBytes,
        CacheBytes = CacheOf(model),
    };

    // The cache is given per token in f16, keys and values alike; llama.cpp rounds the tokens of a sequence up to 256.
    static long CacheOf(SelectedModel model)
    {
        var tokens = (long)(model.EffectiveContext + 255) / 256 * 256 * (model.Embeds ? 1 : model.Sequences);
        return tokens * (Scaled(model.CacheBytesPerToken / 2, model.KeyType) + Scaled(model.CacheBytesPerToken / 2, model.ValueType));
    }

    // Blocks of 32 elements: 64 bytes as f16, 34 as q8_0, 18 as q4_0.
    static long Scaled(long f16, string? type) => type switch
    {
        "q8_0" => f16 * 34 / 64,
        "q4_0" => f16 * 18 / 64,
        _ => f16,
    };
}
