using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OnPremLlm.Inference;

/// <summary>
/// Owns every worker process of this Host: one per owner and model or recognizer, started on first use, watched, replaced and stopped. Thread-safe.
/// </summary>
public sealed class WorkerSupervisor : IHostedLifecycleService, IAsyncDisposable
{
    /// <summary>How long a worker may take to end by itself.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    readonly ConcurrentDictionary<WorkerKey, WorkerSlot> _slots = [];
    readonly CancellationTokenSource _stopping = new();
    readonly InferenceOptions _options;
    readonly ModelCatalogs _catalogs;
    readonly IModelLoads? _loads;
    readonly WorkerStarter _starter;
    readonly MemoryBudget _budget;
    readonly ComputeLeases _leases;
    readonly TimeProvider _time;
    readonly ILogger _logger;
    Task _rounds = Task.CompletedTask;

    internal WorkerSupervisor(InferenceOptions options, ModelCatalogs catalogs, IWorkerLauncher launcher, IModelLoads? loads, TimeProvider time, ILogger<WorkerSupervisor> logger)
    {
        (_options, _catalogs, _loads, _time, _logger) = (options, catalogs, loads, time, logger);
        _budget = new(options, () => _slots.Values, logger);
        _starter = new(options, launcher, time, logger);
        Crashes = new(time);
        _leases = new(options.ComputeThreads > 0 ? options.ComputeThreads : Environment.ProcessorCount, time, owner => options.Limits.Of(owner).Weight);
    }

    internal CrashMemory Crashes { get; }

    /// <summary>Every worker that was asked for since the Host started, also those that do not run now.</summary>
    public IReadOnlyList<WorkerStatus> Workers => [.. _slots.Values.Select(slot => slot.Status())];

    /// <summary>
    /// Ends all workers of an owner at once and returns when they are gone, and with them every prompt, session and buffer that they held:
    /// for a purge or a withdrawn consent. Requests in them fail as retryable; the next one starts a new worker.
    /// </summary>
    public Task StopOwnerAsync(OwnerId owner) => Task.WhenAll(
        _slots.Values.Where(slot => slot.Owner == owner.Required()).Select(slot => slot.StopAsync("what it held is to be gone", TimeSpan.Zero))
            .Append(ForgetInSharedAsync(owner)));

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _rounds = RunRoundsAsync();
        return Task.CompletedTask;
    }

    Task IHostedLifecycleService.StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedLifecycleService.StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedLifecycleService.StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Before the web server waits for its open answers: they end now, and with a reason.</summary>
    Task IHostedLifecycleService.StoppingAsync(CancellationToken cancellationToken) => StopAsync(cancellationToken);

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_slots.Values.Select(slot => slot.StopAsync("the Host stops", Grace)));
        await _rounds;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        _budget.Dispose();
        Crashes.Dispose();
    }

    /// <summary>A hold on the worker that answers for the owner with this model, after its load stands in the owner's ledger.</summary>
    internal async Task<WorkerLease> AcquireAsync(OwnerId owner, SelectedModel model, CancellationToken ct)
    {
        if (!ModelCatalogs.MayUse(Client(owner), model))
        {
            throw new InferenceException(InferenceFailure.ModelRefused, $"There is no model {model.Id} for this clinic. Choose one of those that are listed for it.");
        }

        var lease = await Slot(KeyOf(owner, model)).AcquireAsync(model, ct);
        try
        {
            await lease.AnnounceAsync(owner, () => EnterLoadAsync(owner, model, lease)).WaitAsync(ct);
            return lease;
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    internal Task<WorkerLease> AcquireSpeechAsync(OwnerId owner, CancellationToken ct) => Slot(new(Client(owner), WorkerKind.Speech, "")).AcquireAsync(model: null, ct);

    /// <summary>A hold on the worker if one runs; starts none.</summary>
    internal WorkerLease? TryAcquire(OwnerId owner, SelectedModel model) => _slots.TryGetValue(KeyOf(Client(owner), model), out var slot) ? slot.TryAcquire() : null;

    /// <summary>Holds on all generation workers that may hold something of the owner: its own and shared ones, of every model, also those that drain.</summary>
    internal IReadOnlyList<WorkerLease> HoldersOf(OwnerId owner) =>
        [.. _slots.Where(slot => slot.Key.Kind is WorkerKind.Generation && (slot.Key.Owner == Client(owner) || slot.Key.Owner == OwnerId.Shared)).SelectMany(slot => slot.Value.AcquireAll())];

    /// <summary>Completes when those of them that are just ending are gone.</summary>
    internal Task EndingOf(OwnerId owner) =>
        Task.WhenAll(_slots.Where(slot => slot.Key.Kind is WorkerKind.Generation && (slot.Key.Owner == Client(owner) || slot.Key.Owner == OwnerId.Shared)).Select(slot => slot.Value.EndingAsync()));

    WorkerSlot Slot(WorkerKey key) => _slots.GetOrAdd(key, _ => new(key, _starter, _budget, _leases, _options, _time, _logger, _stopping.Token));

    // Whose worker serves an owner: its own, or the one that all share. Speech is never shared.
    static WorkerKey KeyOf(OwnerId owner, SelectedModel model) => new(model.Isolation is IsolationMode.Shared ? OwnerId.Shared : owner, WorkerKind.Generation, model.Id);

    static OwnerId Client(OwnerId owner) =>
        owner.Required() == OwnerId.Shared ? throw new ArgumentException("This owner stands for the shared worker and sends no requests.", nameof(owner)) : owner;

    // Not cancelled with the request that began it: others may wait for the same entry.
    async Task EnterLoadAsync(OwnerId owner, SelectedModel model, WorkerLease worker)
    {
        if (_loads is null)
        {
            return;
        }

        var loaded = worker.Description;
        try
        {
            await _loads.EnterAsync(
                new() { Owner = owner, ModelId = model.Id, Sha256 = loaded.Model.Sha256, Engine = loaded.Engine, EngineVersion = loaded.EngineVersion, Isolation = model.Isolation },
                _stopping.Token);
        }
        catch (Exception fault) when (fault is not InferenceException)
        {
            throw new InferenceException(InferenceFailure.WorkerUnavailable, $"That the model {model.Id} was loaded could not be entered in the clinic's ledger ({fault.GetType().Name}), and without the entry it is not used. Look after the ledger's folder and its disk, then try again.", fault);
        }
    }

    // A shared worker goes on for the others; if it does not confirm, it is ended.
    Task ForgetInSharedAsync(OwnerId owner) => Task.WhenAll(_slots.Values.Where(slot => slot.Owner == OwnerId.Shared).Select(slot => ForgetInSharedAsync(owner, slot)));

    async Task ForgetInSharedAsync(OwnerId owner, WorkerSlot slot)
    {
        await slot.StopDrainingAsync("what it held is to be gone");
        if (slot.TryAcquire() is not { } worker)
        {
            return;
        }

        using (worker)
        {
            try
            {
                using var call = worker.Begin(channel => new Protocol.Generation.GenerationClient(channel).ForgetOwnerAsync(new() { Owner = owner.ToString() }, deadline: _time.GetUtcNow().UtcDateTime + Grace));
                await call.ResponseAsync;
            }
            catch (Exception fault) when (fault is Grpc.Core.RpcException or InferenceException)
            {
                await slot.StopAsync("it did not confirm that it forgot an owner", TimeSpan.Zero);
            }
        }
    }

    /// <summary>One round: idle workers and those whose model is gone are stopped, the others asked whether they are well.</summary>
    internal Task CheckAsync() => Task.WhenAll(_slots.Values.Select(slot => slot.CheckAsync(_catalogs.IsCurrent)));

    async Task RunRoundsAsync()
    {
        using var timer = new PeriodicTimer(_options.HealthInterval, _time);
        while (await TickAsync(timer))
        {
            try
            {
                await CheckAsync();
            }
            catch (Exception fault)
            {
                // A round that fails must not be the last one.
                _logger.HealthRoundFailed(fault.GetType().Name);
            }
        }
    }

    async Task<bool> TickAsync(PeriodicTimer timer)
    {
        try
        {
            return await timer.WaitForNextTickAsync(_stopping.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}

/// <summary>Which worker: whose, and with which model. The model is empty for speech.</summary>
internal readonly record struct WorkerKey(OwnerId Owner, WorkerKind Kind, string Model);
