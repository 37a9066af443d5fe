namespace OnPremLlm.Inference;

/// <summary>What the pages and the command line show of the models. Thread-safe.</summary>
public sealed class ModelRegistry
{
    readonly ModelCatalogs _catalogs;
    readonly WorkerSupervisor _supervisor;

    internal ModelRegistry(ModelCatalogs catalogs, WorkerSupervisor supervisor) => (_catalogs, _supervisor) = (catalogs, supervisor);

    /// <summary>Every model of this installation, whoever may use it: for the operator, never for a tenant.</summary>
    public IReadOnlyList<RegisteredModel> All() => [.. _catalogs.All().Select(model => Describe(model, worker: null))];

    /// <summary>What the owner may use, with the state of the worker that serves it; the drafting model first.</summary>
    public IReadOnlyList<RegisteredModel> Of(OwnerId owner)
    {
        var workers = _supervisor.Workers.Where(worker => worker.Kind is WorkerKind.Generation).ToList();
        return [.. _catalogs.Of(owner).Select(model => Describe(model, workers.Find(worker => worker.Model == model.Id && worker.Owner == HolderOf(model, owner))))];
    }

    /// <summary>
    /// The workers that serve the owner, in an order that stays: speech, then by model. Its own, and shared ones with a model that it may use: of the
    /// others it is not to know.
    /// </summary>
    public IReadOnlyList<WorkerStatus> WorkersOf(OwnerId owner)
    {
        var shared = _catalogs.Of(owner.Required()).Where(model => model.Isolation is IsolationMode.Shared).Select(model => model.Id).ToHashSet();
        return [.. _supervisor.Workers.Where(worker => worker.Owner == owner || worker.IsShared && shared.Contains(worker.Model))
            .OrderBy(worker => worker.Kind is WorkerKind.Generation).ThenBy(worker => worker.Model, StringComparer.Ordinal).ThenBy(worker => worker.IsShared)];
    }

    /// <summary>How each model stands over all owners, for those who watch the installation: never for a tenant. The drafting model first.</summary>
    public IReadOnlyList<ModelReadiness> Readiness()
    {
        var workers = _supervisor.Workers.Where(worker => worker.Kind is WorkerKind.Generation).ToLookup(worker => worker.Model);
        return [.. _catalogs.WithDrafting().Select(model => new ModelReadiness
        {
            Id = model.Id,
            IsForAll = model.Entry is null or { Tenants.Count: 0 },
            IsRemote = model.Remote is not null,
            Ready = workers[model.Id].Count(worker => worker.State is WorkerState.Ready),
            Starting = workers[model.Id].Count(worker => worker.State is WorkerState.Starting),
            Failure = workers[model.Id].FirstOrDefault(worker => worker.Failure is not null)?.Failure,
        })];
    }

    static OwnerId HolderOf(SelectedModel model, OwnerId owner) => model.Isolation is IsolationMode.Shared ? OwnerId.Shared : owner;

    RegisteredModel Describe(SelectedModel model, WorkerStatus? worker) => new()
    {
        Id = model.Id,
        Sha256 = model.Sha256,
        SizeBytes = model.SizeBytes,
        Licence = model.Entry?.Licence,
        Origin = model.Entry?.Origin,
        TrainingData = model.Entry?.TrainingData,
        ContextTokens = model.EffectiveContext,
        Sequences = model.Sequences,
        Isolation = model.Isolation,
        Tenants = model.Entry?.Tenants ?? [],
        Remote = model.Remote?.Address,
        Memory = model.Remote is null ? ModelMemory.Of(model) : null,
        Files = [.. model.Files.Select(file => new RegisteredFile(file.Path, file.Sha256))],
        IsDemonstration = model.IsDemonstration,
        IsInstalled = _catalogs.IsInstalled(model),
        Embeds = model.Embeds,
        GpuLayers = model.Remote is null ? model.GpuLayers : 0,
        PreWarm = model.Entry?.PreWarm ?? false,
        State = worker?.State ?? WorkerState.Stopped,
        LoadedAt = worker?.StartedAt,
        LastFailure = worker is { Failure: not null } ? worker.LastFailure : null,
    };
}

/// <summary>A model as it is shown. What is null is not known: a file that <c>serve --model</c> named outside the catalogs has no provenance.</summary>
public sealed record RegisteredModel
{
    public required string Id { get; init; }

    /// <summary>Lower-case hexadecimal; of a split model over the hashes of its files. Null for a remote engine.</summary>
    public required string? Sha256 { get; init; }

    public required long SizeBytes { get; init; }

    public required string? Licence { get; init; }

    public required string? Origin { get; init; }

    public required string? TrainingData { get; init; }

    /// <summary>Tokens of one sequence.</summary>
    public required int ContextTokens { get; init; }

    public required int Sequences { get; init; }

    public required IsolationMode Isolation { get; init; }

    /// <summary>Who may use it; empty: every tenant.</summary>
    public required IReadOnlyList<Guid> Tenants { get; init; }

    /// <summary>Where it is answered, if not here; null: by a worker here.</summary>
    public required RemoteAddress? Remote { get; init; }

    /// <summary>An estimate; null for a remote engine, which takes none of this machine's.</summary>
    public required ModelMemory? Memory { get; init; }

    public required IReadOnlyList<RegisteredFile> Files { get; init; }

    public required bool IsDemonstration { get; init; }

    /// <summary>Of the installation's own catalog; else it was shipped, or named outside the catalogs.</summary>
    public required bool IsInstalled { get; init; }

    /// <summary>Makes embeddings of texts instead of answers.</summary>
    public required bool Embeds { get; init; }

    /// <summary>Layers that are to be computed on a GPU; 0: none, and for a remote engine.</summary>
    public required int GpuLayers { get; init; }

    public required bool PreWarm { get; init; }

    /// <summary>Of the worker; Stopped for a remote engine, which has none.</summary>
    public required WorkerState State { get; init; }

    /// <summary>Null while it is not loaded.</summary>
    public required DateTimeOffset? LoadedAt { get; init; }

    /// <summary>Why it could not be loaded, or its process ended, where none was started since: for administrators.</summary>
    public string? LastFailure { get; init; }
}

/// <summary>How a model stands over all owners.</summary>
public sealed record ModelReadiness
{
    public required string Id { get; init; }

    /// <summary>False: some tenants alone may use it, and the others are not to know of it.</summary>
    public required bool IsForAll { get; init; }

    public required bool IsRemote { get; init; }

    /// <summary>Workers that are ready with it.</summary>
    public required int Ready { get; init; }

    public required int Starting { get; init; }

    /// <summary>Why one of its workers could not be started, or ended by itself, where none was started since.</summary>
    public required InferenceFailure? Failure { get; init; }
}

/// <summary>A file of a model; the path is absolute.</summary>
public sealed record RegisteredFile(string Path, string? Sha256);
