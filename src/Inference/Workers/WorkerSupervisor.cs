using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OnPremLlm.Inference;

/// <summary>
/// Owns every worker process of this Host: one per owner and kind, started on first use, watched, replaced and stopped. Thread-safe.
/// </summary>
public sealed class WorkerSupervisor : IHostedService, IAsyncDisposable
{
    /// <summary>How long a worker may take to end by itself.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    readonly ConcurrentDictionary<(OwnerId Owner, WorkerKind Kind), WorkerSlot> _slots = [];
    readonly CancellationTokenSource _stopping = new();
    readonly InferenceOptions _options;
    readonly WorkerStarter _starter;
    readonly ComputeLeases _leases;
    readonly TimeProvider _time;
    readonly ILogger _logger;
    Task _rounds = Task.CompletedTask;

    internal WorkerSupervisor(InferenceOptions options, IWorkerLauncher launcher, TimeProvider time, ILogger<WorkerSupervisor> logger)
    {
        (_options, _time, _logger) = (options, time, logger);
        _starter = new(options, launcher, time, logger);
        _leases = new(options.ComputeThreads > 0 ? options.ComputeThreads : Environment.ProcessorCount, time);
    }

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

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_slots.Values.Select(slot => slot.StopAsync("the Host stops", Grace)));
        await _rounds;
    }

    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);

    internal Task<WorkerLease> AcquireAsync(OwnerId owner, WorkerKind kind, CancellationToken ct)
    {
        var slot = _slots.GetOrAdd((HolderOf(owner, kind), kind), key => new(key.Owner, key.Kind, _starter, _leases, _options, _time, _logger, _stopping.Token));
        return slot.AcquireAsync(ct);
    }

    internal WorkerLease? TryAcquire(OwnerId owner, WorkerKind kind) => _slots.TryGetValue((HolderOf(owner, kind), kind), out var slot) ? slot.TryAcquire() : null;

    // Whose worker serves an owner: its own, or the one that all share. Speech is never shared.
    OwnerId HolderOf(OwnerId owner, WorkerKind kind) =>
        owner.Required() == OwnerId.Shared ? throw new ArgumentException("This owner stands for the shared worker and sends no requests.", nameof(owner))
        : kind is WorkerKind.Generation && _options.Isolation is IsolationMode.Shared ? OwnerId.Shared : owner;

    // A shared worker goes on for the others; if it does not confirm, it is ended.
    async Task ForgetInSharedAsync(OwnerId owner)
    {
        if (!_slots.TryGetValue((OwnerId.Shared, WorkerKind.Generation), out var slot) || slot.TryAcquire() is not { } worker)
        {
            return;
        }

        using (worker)
        {
            try
            {
                using var call = new Protocol.Generation.GenerationClient(worker.Channel).ForgetOwnerAsync(new() { Owner = owner.ToString() }, deadline: _time.GetUtcNow().UtcDateTime + Grace);
                await call.ResponseAsync;
            }
            catch (Grpc.Core.RpcException)
            {
                await slot.StopAsync("it did not confirm that it forgot an owner", TimeSpan.Zero);
            }
        }
    }

    async Task RunRoundsAsync()
    {
        using var timer = new PeriodicTimer(_options.HealthInterval, _time);
        while (await TickAsync(timer))
        {
            try
            {
                await Task.WhenAll(_slots.Values.Select(slot => slot.CheckAsync()));
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
