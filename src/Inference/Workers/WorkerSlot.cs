using Microsoft.Extensions.Logging;

namespace OnPremLlm.Inference;

/// <summary>
/// The one worker of an owner and a kind: started by the first request that needs it (once, however many ask), replaced after a failure
/// with growing pauses, stopped when idle.
/// </summary>
internal sealed class WorkerSlot(OwnerId owner, WorkerKind kind, WorkerStarter starter, ComputeLeases leases, InferenceOptions options, TimeProvider time, ILogger logger, CancellationToken stopping)
{
    static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(30);
    static readonly TimeSpan _stable = TimeSpan.FromMinutes(1);

    readonly Lock _gate = new();
    RunningWorker? _current;
    Task<RunningWorker>? _starting;
    int _failures;
    int _restarts;
    DateTimeOffset _notBefore;
    InferenceException? _lastFailure;

    public OwnerId Owner => owner;

    /// <summary>A hold on a ready worker. Cancelling gives up the wait, not the start that others may wait for.</summary>
    public async Task<WorkerLease> AcquireAsync(CancellationToken ct)
    {
        while (true)
        {
            Task<RunningWorker> start;
            lock (_gate)
            {
                if (TryLease() is { } lease)
                {
                    return lease;
                }

                start = _starting ??= BeginStart();
            }

            await start.WaitAsync(ct);
        }
    }

    /// <summary>A hold on the worker if one runs; starts none.</summary>
    public WorkerLease? TryAcquire()
    {
        lock (_gate)
        {
            return TryLease();
        }
    }

    public void Release(RunningWorker worker)
    {
        lock (_gate)
        {
            worker.Active--;
            worker.LastUsed = time.GetUtcNow();
        }
    }

    /// <summary>Ends a worker that failed and remembers why. The second report of the same worker does nothing.</summary>
    public async Task DiscardAsync(RunningWorker worker, string reason)
    {
        lock (_gate)
        {
            if (_current != worker)
            {
                return;
            }

            _current = null;
            Remember(new(InferenceFailure.WorkerUnavailable, $"The last worker is gone: {reason}."), time.GetUtcNow() - worker.StartedAt);
        }

        logger.WorkerGone(kind, owner, worker.Process.ProcessId, reason);
        await worker.StopAsync(TimeSpan.Zero);
    }

    /// <summary>Stops the worker, also one that is just starting. Requests in it fail as <see cref="InferenceFailure.WorkerDied"/>.</summary>
    public async Task StopAsync(string reason, TimeSpan grace)
    {
        while (true)
        {
            RunningWorker? worker;
            Task<RunningWorker>? starting;
            lock (_gate)
            {
                (worker, starting, _current) = (_current, _starting, null);
            }

            if (worker is not null)
            {
                await worker.StopAsync(grace);
                logger.WorkerStopped(kind, owner, worker.Process.ProcessId, reason);
            }
            else if (starting is not null)
            {
                await starting.ContinueWith(_ => { }, TaskScheduler.Default);
            }
            else
            {
                return;
            }
        }
    }

    /// <summary>Stops an idle worker, or asks it whether it is well.</summary>
    public async Task CheckAsync()
    {
        RunningWorker? worker;
        bool idle;
        lock (_gate)
        {
            worker = _current;
            idle = worker is { Active: 0 } && time.GetUtcNow() - worker.LastUsed >= options.IdleStop;
            _current = idle ? null : worker;
        }

        if (worker is not null)
        {
            await (idle ? StopIdleAsync(worker) : CheckHealthAsync(worker));
        }
    }

    public WorkerStatus Status()
    {
        lock (_gate)
        {
            var worker = _current;
            return new()
            {
                Kind = kind,
                Owner = owner,
                ProcessId = worker?.Process.ProcessId ?? 0,
                UserId = worker?.Process.UserId ?? 0,
                State = worker is not null ? WorkerState.Ready : _starting is not null ? WorkerState.Starting : time.GetUtcNow() < _notBefore ? WorkerState.BackingOff : WorkerState.Stopped,
                StartedAt = worker?.StartedAt,
                Restarts = _restarts,
                Engine = worker is null ? "" : $"{worker.Description.Engine} {worker.Description.EngineVersion}",
                Devices = worker is null ? [] : Handshake.DeviceList(worker.Description),
                SeparateAccount = worker?.Process.SeparateAccount ?? false,
                NetworkIsolated = worker?.Process.NetworkIsolated ?? false,
                LastFailure = _lastFailure?.Message,
            };
        }
    }

    WorkerLease? TryLease()
    {
        if (_current is not { IsAlive: true } worker)
        {
            return null;
        }

        worker.Active++;
        worker.LastUsed = time.GetUtcNow();
        return new(this, worker);
    }

    Task<RunningWorker> BeginStart()
    {
        if (stopping.IsCancellationRequested)
        {
            throw new InferenceException(InferenceFailure.WorkerUnavailable, "The Host is stopping and starts no more workers. Try again when it is back.");
        }

        var wait = _notBefore - time.GetUtcNow();
        if (wait > TimeSpan.Zero && _lastFailure is { } last)
        {
            throw new InferenceException(last.Failure, $"{last.Message} The next start is tried in {Math.Ceiling(wait.TotalSeconds):0} s: send the request again then.", last);
        }

        return Task.Run(StartAsync);
    }

    async Task<RunningWorker> StartAsync()
    {
        try
        {
            var worker = await starter.StartAsync(owner, kind, leases, stopping);
            lock (_gate)
            {
                _starting = null;
                _restarts += _failures > 0 ? 1 : 0;
                _current = worker;
            }

            _ = WatchAsync(worker);
            _ = WatchLinkAsync(worker);
            return worker;
        }
        catch (Exception fault)
        {
            var failure = fault as InferenceException ?? new(InferenceFailure.WorkerUnavailable, $"The worker could not be started ({fault.GetType().Name}: {fault.Message}). Check WorkerProgram and RunFolder.", fault);
            lock (_gate)
            {
                _starting = null;
                Remember(failure, TimeSpan.Zero);
            }

            logger.StartFailed(kind, owner, failure.Failure, failure.Message);
            throw failure;
        }
    }

    async Task WatchAsync(RunningWorker worker)
    {
        var code = await worker.Process.Exited;
        await DiscardAsync(worker, $"it ended by itself with exit code {code}");
    }

    // A worker that nobody can grant the cores any more would keep its requests waiting for ever.
    async Task WatchLinkAsync(RunningWorker worker)
    {
        await worker.ComputeEnded;
        await Task.WhenAny(worker.Process.Exited, Task.Delay(WorkerSupervisor.Grace, time, stopping)); // an end of the process says more
        await DiscardAsync(worker, "the connection for its computing time broke");
    }

    /// <summary>The first failure costs no pause; then 1, 2, 4 … 30 s. A worker that ran for a minute starts the count anew.</summary>
    void Remember(InferenceException failure, TimeSpan ran)
    {
        _failures = ran >= _stable ? 1 : _failures + 1;
        var pause = _failures == 1 ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Pow(2, Math.Min(_failures - 2, 10)));
        _notBefore = time.GetUtcNow() + (pause < _longestPause ? pause : _longestPause);
        _lastFailure = failure;
    }

    async Task StopIdleAsync(RunningWorker worker)
    {
        await worker.StopAsync(WorkerSupervisor.Grace);
        logger.WorkerStopped(kind, owner, worker.Process.ProcessId, "it was idle");
    }

    async Task CheckHealthAsync(RunningWorker worker)
    {
        if (await worker.AnswersAsync(options.HealthTimeout, time))
        {
            worker.MissedChecks = 0;
            return;
        }

        worker.MissedChecks++;
        logger.HealthCheckMissed(worker.Process.ProcessId, worker.MissedChecks);
        if (worker.MissedChecks >= 2)
        {
            await DiscardAsync(worker, "it did not answer two health checks");
        }
    }
}
