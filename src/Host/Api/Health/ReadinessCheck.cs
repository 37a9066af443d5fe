using OnPremLlm.Host.Composition;
using OnPremLlm.Inference;
using OnPremLlm.Tenancy;
using OnPremLlm.Tenancy.Directory;

namespace OnPremLlm.Host.Api.Health;

/// <summary>
/// Whether the Host can work. An answer is given out for two seconds, and one is made at a time. Attack: anybody may ask, and each question would
/// cost a query of the database. Thread-safe.
/// </summary>
internal sealed class ReadinessCheck(TenantDirectory tenants, HostLayout layout, ModelRegistry models, WorkerSupervisor supervisor, TimeProvider time) : IDisposable
{
    const string Well = "ok";

    static readonly TimeSpan _fresh = TimeSpan.FromSeconds(2);
    static readonly TimeSpan _patience = TimeSpan.FromSeconds(3);

    // Nobody's: what counts is that the database answers.
    static readonly TenantId _nobody = new(Guid.Parse("00000000-0000-0000-0000-0000000b5e55"));

    readonly SemaphoreSlim _one = new(1);
    Readiness? _last;
    long _at;

    public async Task<Readiness> AskAsync(CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            if (_last is null || time.GetElapsedTime(_at) >= _fresh)
            {
                (_last, _at) = (await LookAsync(ct), time.GetTimestamp());
            }

            return _last;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    async Task<Readiness> LookAsync(CancellationToken ct)
    {
        var (database, keys, workers, listed) = (await DatabaseAsync(ct), Keys(), supervisor.Workers, models.Readiness());
        return new()
        {
            Ready = database == Well && keys == Well,
            Database = database,
            Keys = keys,
            Workers = new()
            {
                Ready = workers.Count(worker => worker.State is WorkerState.Ready),
                Starting = workers.Count(worker => worker.State is WorkerState.Starting),
                Failed = workers.Count(worker => worker.Failure is not null && (worker.Kind is WorkerKind.Speech || listed.Any(model => model.Id == worker.Model))), // none of a model that was taken out since
            },
            Models = [.. listed.Select(Of)],
        };
    }

    async Task<string> DatabaseAsync(CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(_patience);
        try
        {
            await tenants.FindAsync(_nobody, limit.Token);
            return Well;
        }
        catch (Exception) when (!ct.IsCancellationRequested)
        {
            return "unavailable";
        }
    }

    // It was opened when the Host started; a folder or a disk that went away since is told.
    string Keys() => File.Exists(layout.RootKeyFile) && Directory.Exists(layout.Keystore) ? Well : "missing";

    // Attack: from the id of a model that some clinics alone may use, others learn that there is one.
    static ModelHealth Of(ModelReadiness model) => new()
    {
        Id = model.IsForAll ? model.Id : null,
        State = model.IsRemote ? "remote" : model.Failure is not null ? "failed" : model.Ready > 0 ? "ready" : model.Starting > 0 ? "loading" : "not-loaded",
        Reason = model.Failure is { } failure ? WordOf(failure) : null,
        Workers = model.Ready,
    };

    static string WordOf(InferenceFailure failure) => failure switch
    {
        InferenceFailure.ModelRefused => "model-refused",
        InferenceFailure.Misconfigured => "misconfigured",
        InferenceFailure.Incompatible => "incompatible",
        _ => "ended",
    };
}

/// <summary>What /readyz answers. Words are fixed; docs/it.md lists them.</summary>
internal sealed record Readiness
{
    /// <summary>Database and keys are there.</summary>
    public required bool Ready { get; init; }

    /// <summary>"ok" or "unavailable".</summary>
    public required string Database { get; init; }

    /// <summary>"ok" or "missing".</summary>
    public required string Keys { get; init; }

    public required WorkerCounts Workers { get; init; }

    public required IReadOnlyList<ModelHealth> Models { get; init; }
}

/// <summary>Workers of all clinics, recognizers among them. Those that are stopped until they are needed are in none.</summary>
internal sealed record WorkerCounts
{
    public required int Ready { get; init; }

    public required int Starting { get; init; }

    /// <summary>The last start failed, or the process ended by itself, and none was started since.</summary>
    public required int Failed { get; init; }
}

/// <summary>One model.</summary>
internal sealed record ModelHealth
{
    /// <summary>Null for one that some clinics alone may use.</summary>
    public required string? Id { get; init; }

    /// <summary>"ready", "loading", "not-loaded", "failed", or "remote" for one that another server answers for, which is not asked.</summary>
    public required string State { get; init; }

    /// <summary>With "failed": "model-refused", "misconfigured", "incompatible" or "ended".</summary>
    public required string? Reason { get; init; }

    /// <summary>Workers that are ready with it.</summary>
    public required int Workers { get; init; }
}
