using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace OnPremLlm.Inference;

/// <summary>A model that a catalog lists. What is null or 0 of its settings is as the Host's options say.</summary>
public sealed record CatalogModel
{
    /// <summary>1 to 64 letters, digits or . _ -</summary>
    public required string Id { get; init; }

    /// <summary>Of a model in one file, the shorter form of <see cref="Files"/>: its path, relative to the catalog.</summary>
    public string? File { get; init; }

    /// <summary>Of <see cref="File"/>. Lower-case hexadecimal. A file with another hash is not loaded.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The model's GGUF files in order; more than one for a split model.</summary>
    public IReadOnlyList<CatalogFile> Files { get; init; } = [];

    /// <summary>An engine on another server that answers instead of files here; only in the installation's own catalog. Null (default): the files do.</summary>
    public RemoteEngine? Remote { get; init; }

    /// <summary>Of all files together; 0: not stated.</summary>
    public long SizeBytes { get; init; }

    /// <summary>SPDX identifier.</summary>
    public required string Licence { get; init; }

    public required string Origin { get; init; }

    public required string TrainingData { get; init; }

    /// <summary>Tokens of one sequence; needed for a remote engine. 0: as the options say, else what the model was trained for, at most 8192.</summary>
    public int ContextTokens { get; init; }

    /// <summary>"chat" (default), or the name of a format that only this model has.</summary>
    public string PromptFormat { get; init; } = "chat";

    /// <summary>Shows the product and must not draft notes of patients.</summary>
    public bool Demonstration { get; init; }

    public IsolationMode? Isolation { get; init; }

    /// <summary>Ids of the tenants that may use it; empty (default): all.</summary>
    public IReadOnlyList<Guid> Tenants { get; init; } = [];

    /// <summary>Requests that one worker, or the remote engine for all clinics together, holds at a time; 1 to 64.</summary>
    public int? Sequences { get; init; }

    /// <summary>1 to 256.</summary>
    public int? Threads { get; init; }

    /// <summary>0 to 512. More than 0 and no GPU found is an error when it is loaded.</summary>
    public int? GpuLayers { get; init; }

    /// <summary>How layers are spread over several GPUs: layer (default), none or row.</summary>
    public string? SplitMode { get; init; }

    /// <summary>auto (default), on or off.</summary>
    public string? FlashAttention { get; init; }

    /// <summary>Type of the cached keys: f16 (default), q8_0 or q4_0.</summary>
    public string? KeyType { get; init; }

    /// <summary>Type of the cached values, as <see cref="KeyType"/>; other than f16 needs flash attention.</summary>
    public string? ValueType { get; init; }

    /// <summary>False: the weights are read into each worker's memory. Default true: mapped from the file, and so in memory once for all workers.</summary>
    public bool Mmap { get; init; } = true;

    /// <summary>A chat template, or the name of one of llama.cpp's, for a model whose own is not known. At most 65536 characters.</summary>
    public string? ChatTemplate { get; init; }

    /// <summary>A worker without a request for this long is stopped; 10 s to 30 days.</summary>
    public TimeSpan? KeepAlive { get; init; }

    /// <summary>Loaded when the Host starts, for each tenant that may use it.</summary>
    public bool PreWarm { get; init; }

    public string? Architecture { get; init; }

    /// <summary>0: not known.</summary>
    public int TrainedContext { get; init; }

    /// <summary>It makes embeddings of texts instead of answers.</summary>
    public bool Embeddings { get; init; }

    /// <summary>f16 keys and values of one token; 0: not known.</summary>
    public long CacheBytesPerToken { get; init; }

    /// <summary>Weights that a CPU keeps a second time in each worker; 0: none, or not known.</summary>
    public long RepackedBytes { get; init; }

    /// <summary>The files in either form; none of a remote engine.</summary>
    [JsonIgnore]
    public IReadOnlyList<CatalogFile> Parts => Remote is not null ? [] : Files.Count > 0 ? Files : [new() { Path = File ?? "", Sha256 = Sha256 ?? "", SizeBytes = SizeBytes }];

    /// <summary>
    /// What identifies the weights: the file's SHA-256; of a split model, the SHA-256 over the files' hashes (32 bytes each, in order). Null for a remote
    /// engine: its weights are not here.
    /// </summary>
    [JsonIgnore]
    public string? Fingerprint => Remote is not null ? null : Parts is [var only] ? only.Sha256 : Convert.ToHexStringLower(SHA256.HashData([.. Parts.SelectMany(part => Convert.FromHexString(part.Sha256))]));

    /// <summary>Whether the owner may use it.</summary>
    public bool IsFor(OwnerId owner) => Tenants.Count == 0 || Tenants.Contains(owner.Value);
}

/// <summary>One file of a model.</summary>
public sealed record CatalogFile
{
    /// <summary>Relative to the catalog; in the installation's own catalog also absolute, for a file that stays where it is.</summary>
    public required string Path { get; init; }

    /// <summary>Lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>0: not stated.</summary>
    public long SizeBytes { get; init; }
}
