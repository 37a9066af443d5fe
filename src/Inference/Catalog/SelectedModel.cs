namespace OnPremLlm.Inference;

/// <summary>A file of a model; <paramref name="Sha256"/> is null for one outside the catalogs.</summary>
internal readonly record struct SelectedFile(string Path, string? Sha256);

/// <summary>A model before a worker has loaded it, with the settings that are in force for it.</summary>
internal sealed record SelectedModel
{
    const int DefaultContext = 8_192;
    const int DefaultText = 2_048;

    public required string Id { get; init; }

    public required IReadOnlyList<SelectedFile> Files { get; init; }

    /// <summary>Null for a file that is named outside the catalogs.</summary>
    public CatalogModel? Entry { get; init; }

    public required IsolationMode Isolation { get; init; }

    public required int Sequences { get; init; }

    /// <summary>0: what the model was trained for, at most 8192.</summary>
    public required int ContextTokens { get; init; }

    /// <summary>0: the worker chooses.</summary>
    public required int Threads { get; init; }

    public required int GpuLayers { get; init; }

    public required TimeSpan KeepAlive { get; init; }

    /// <summary>The engine on another server that answers for it; null: a worker here does.</summary>
    public RemoteEngine? Remote => Entry?.Remote;

    /// <summary>One engine answers for all owners, so that they wait in one queue. A remote one for a single tenant keeps no place for others.</summary>
    public bool IsOneForAll => Remote is null ? Isolation is IsolationMode.Shared : Entry?.Tenants.Count != 1;

    public string? Sha256 => Entry?.Fingerprint;

    public string PromptFormat => Entry?.PromptFormat ?? "chat";

    public bool IsDemonstration => Entry?.Demonstration ?? false;

    public bool Mmap => Entry?.Mmap ?? true;

    public string? KeyType => Entry?.KeyType;

    public string? ValueType => Entry?.ValueType;

    public long RepackedBytes => Entry?.RepackedBytes ?? 0;

    public long CacheBytesPerToken => Entry?.CacheBytesPerToken ?? 0;

    public long SizeBytes => Entry is { SizeBytes: > 0 } ? Entry.SizeBytes : Files.Sum(file => new FileInfo(file.Path) is { Exists: true } there ? there.Length : 0);

    /// <summary>It makes embeddings: it takes its context once, not for each sequence.</summary>
    public bool Embeds => Entry?.Embeddings ?? false;

    public int EffectiveContext => ContextTokens > 0 ? ContextTokens : Math.Min(Entry is { TrainedContext: > 0 } ? Entry.TrainedContext : Default, Default);

    int Default => Embeds ? DefaultText : DefaultContext;

    /// <summary>0: only the file says, which is not read before it is loaded.</summary>
    public int KnownContext => ContextTokens > 0 || Entry is { TrainedContext: > 0 } ? EffectiveContext : 0;

    /// <summary>Whether a worker of the other may answer for this one.</summary>
    public bool IsSameAs(SelectedModel other) => Id == other.Id && ReferenceEquals(Entry, other.Entry) && Files.SequenceEqual(other.Files);

    public static SelectedModel OutsideCatalog(string file, InferenceOptions options) => Of(Path.GetFileName(file), [new(file, null)], entry: null, options);

    public static SelectedModel Of(CatalogModel entry, string folder, InferenceOptions options) =>
        Of(entry.Id, [.. entry.Parts.Select(part => new SelectedFile(Path.Combine(folder, part.Path), part.Sha256))], entry, options);

    static SelectedModel Of(string id, IReadOnlyList<SelectedFile> files, CatalogModel? entry, InferenceOptions options) => new()
    {
        Id = id,
        Files = files,
        Entry = entry,
        Isolation = entry?.Remote is not null ? IsolationMode.Remote : entry?.Isolation ?? options.Isolation,
        Sequences = entry?.Sequences ?? options.Sequences,
        // The common setting is for prompts; a text of an embedding model has the model's own bound.
        ContextTokens = entry is { ContextTokens: > 0 } or { Embeddings: true } ? entry.ContextTokens : options.ContextTokens,
        Threads = entry?.Threads ?? options.Threads,
        GpuLayers = entry?.GpuLayers ?? options.GpuLayers,
        KeepAlive = entry?.KeepAlive ?? options.IdleStop,
    };
}
