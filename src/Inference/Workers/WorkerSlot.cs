using Microsoft.Extensions.Logging;

namespace OnPremLlm.Inference;

/// <summary>
/// The one worker of an owner with a model or a recognizer: started by the first request that needs it (once, however many ask), replaced after a
/// failure with growing pauses, drained and replaced when its model changed, stopped when idle.
/// </summary>
internal sealed class WorkerSlot(WorkerKey key, WorkerStarter starter, MemoryBudget budget, ComputeLeases leases, InferenceOptions options, TimeProvider time, ILogger logger, CancellationToken stopping)
{
    readonly Lock _gate = new();
    readonly StartPauses _pauses = new(time);
    readonly List<RunningWorker> _draining = [];
    readonly List<Task> _ending = [];
    RunningWorker? _current;
    Task<RunningWorker>? _starting;

    public OwnerId Owner => key.Owner;

    public string Model => key.Model;

    public DateTimeOffset LastUsed
    {
        get
        {
            lock (_gate)
            {
                return _current?.LastUsed ?? DateTimeOffset.MaxValue;
            }
        }
    }

    /// <summary>A hold on a ready worker. Cancelling gives up the wait, not the start that others may wait for.</summary>
    /// <param name="model">As it is to be loaded now; a worker with an older one answers what it has begun and is replaced. Null for speech.</param>
    public async Task<WorkerLease> AcquireAsync(SelectedModel? model, CancellationToken ct)
    {
        while (true)
        {
            Task<RunningWorker> start;
            lock (_gate)
            {
                if (_current is { Launch.Model: { } loaded } && model?.IsSameAs(loaded) == false)
                {
                    Drain("its model was changed in the catalog");
                }

                if (TryLease() is { } lease)
                {
                    return lease;
                }

                start = _starting ??= BeginStart(model);
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

    /// <summary>Holds on every worker that runs, also on those that only answer what they have begun.</summary>
    public IReadOnlyList<WorkerLease> AcquireAll()
    {
        lock (_gate)
        {
            List<RunningWorker> alive = [.. _draining.Where(worker => worker.IsAlive)];
            alive.ForEach(worker => worker.Active++);
            return [.. alive.Select(worker => new WorkerLease(this, worker)), .. TryLease() is { } current ? (WorkerLease[])[current] : []];
        }
    }

    /// <summary>Completes when the workers that are just ending are gone.</summary>
    public Task EndingAsync()
    {
        lock (_gate)
        {
            return Task.WhenAll(_ending);
        }
    }

    public void Release(RunningWorker worker)
    {
        lock (_gate)
        {
            worker.Active--;
            worker.LastUsed = time.GetUtcNow();
            StopDrained(worker, "what it had begun is answered");
        }
    }

    /// <summary>Stops the worker if it has nothing to do and nothing that an open visit needs; null where it has.</summary>
    public Task? TryEvict()
    {
        lock (_gate)
        {
            if (_current is not { } idle || !idle.MayBeEvicted(time.GetUtcNow()))
            {
                return null;
            }

            _current = null;
            return End(idle, "another model needs its memory");
        }
    }

    /// <summary>Ends those that only answer what they have begun; the requests in them fail as <see cref="InferenceFailure.WorkerDied"/>.</summary>
    public async Task StopDrainingAsync(string reason)
    {
        List<RunningWorker> workers;
        List<Task> ending;
        lock (_gate)
        {
            (workers, ending) = ([.. _draining], [.. _ending]);
            _draining.Clear();
        }

        await Task.WhenAll(workers.Select(worker => StopAsync(worker, reason, TimeSpan.Zero)).Concat(ending));
    }

    /// <summary>Ends a worker that failed and remembers why. Whoever reports the same one again waits until it is gone: its memory is free for a new one then.</summary>
    public async Task DiscardAsync(RunningWorker worker, string reason)
    {
        Task gone;
        lock (_gate)
        {
            if (_current == worker)
            {
                _current = null;
                _pauses.Failed(new(InferenceFailure.WorkerUnavailable, $"The last worker is gone: {reason}."), time.GetUtcNow() - worker.StartedAt);
                gone = Discard(worker, reason);
            }
            else
            {
                gone = _draining.Remove(worker) ? Discard(worker, reason) : Task.WhenAll(_ending);
            }
        }

        await gone;
    }

    /// <summary>Stops the worker, also one that is just starting or drains. Requests in it fail as <see cref="InferenceFailure.WorkerDied"/>.</summary>
    public async Task StopAsync(string reason, TimeSpan grace)
    {
        while (true)
        {
            List<RunningWorker> workers;
            Task<RunningWorker>? starting;
            List<Task> ending;
            lock (_gate)
            {
                ending = [.. _ending.Where(task => !task.IsCompleted)];
                workers = [.. _draining, .. _current is null ? (RunningWorker[])[] : [_current]];
                (starting, _current) = (_starting, null);
                _draining.Clear();
            }

            if (workers.Count > 0)
            {
                await Task.WhenAll(workers.Select(worker => StopAsync(worker, reason, grace)));
            }
            else if (starting is not null)
            {
                await starting.ContinueWith(_ => { }, TaskScheduler.Default);
            }
            else if (ending.Count > 0)
            {
                await Task.WhenAll(ending);
            }
            else
            {
                return;
            }
        }
    }

    /// <summary>Stops an idle worker, lets one go whose model is gone, or asks it whether it is well.</summary>
    public async Task CheckAsync(Func<SelectedModel, bool> isCurrent)
    {
        var idle = Task.CompletedTask;
        List<RunningWorker> others;
        lock (_gate)
        {
            if (_current is { Launch.Model: { } loaded } && !isCurrent(loaded))
            {
                Drain("its model was changed in the catalog or removed");
            }

            if (_current is { Active: 0 } worker && !worker.HasSessions() && time.GetUtcNow() - worker.LastUsed >= (worker.Launch.Model?.KeepAlive ?? options.IdleStop))
            {
                _current = null;
                idle = End(worker, "it was idle");
            }

            others = [.. _draining, .. _current is null ? (RunningWorker[])[] : [_current]];
        }

        await Task.WhenAll(others.Select(CheckHealthAsync).Append(idle));
    }

    public WorkerStatus Status()
    {
        lock (_gate)
        {
            var worker = _current;
            return new()
            {
                Kind = key.Kind,
                Owner = Owner,
                Model = Model,
                ProcessId = worker?.Process.ProcessId ?? 0,
                UserId = worker?.Process.UserId ?? 0,
                State = worker is not null ? WorkerState.Ready : _starting is not null ? WorkerState.Starting : _pauses.Left > TimeSpan.Zero ? WorkerState.BackingOff : WorkerState.Stopped,
                StartedAt = worker?.StartedAt,
                Restarts = _pauses.Restarts,
                Engine = worker is null ? "" : $"{worker.Description.Engine} {worker.Description.EngineVersion}",
                Devices = worker is null ? [] : Handshake.DeviceList(worker.Description),
                SeparateAccount = worker?.Process.SeparateAccount ?? false,
                NetworkIsolated = worker?.Process.NetworkIsolated ?? false,
                LastFailure = _pauses.Last?.Message,
                Failure = _pauses.IsFailing ? _pauses.Last?.Failure : null,
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
        worker.WasUsed = true;
        worker.LastUsed = time.GetUtcNow();
        return new(this, worker);
    }

    // Under the lock. It takes no more requests and ends with the last of those that it has.
    void Drain(string reason)
    {
        if (_current is { } worker)
        {
            _current = null;
            _draining.Add(worker);
            StopDrained(worker, reason);
        }
    }

    void StopDrained(RunningWorker worker, string reason)
    {
        if (worker.Active == 0 && _draining.Remove(worker))
        {
            End(worker, reason);
        }
    }

    // Under the lock. Whoever asks for all of an owner to be gone waits for those that are just ending too.
    Task End(RunningWorker worker, string reason)
    {
        _ending.RemoveAll(task => task.IsCompleted);
        _ending.Add(StopAsync(worker, reason, WorkerSupervisor.Grace));
        return _ending[^1];
    }

    // Under the lock.
    Task Discard(RunningWorker worker, string reason)
    {
        logger.WorkerGone(key.Kind, Owner, worker.Process.ProcessId, reason);
        _ending.RemoveAll(task => task.IsCompleted);
        _ending.Add(worker.StopAsync(TimeSpan.Zero));
        return _ending[^1];
    }

    Task<RunningWorker> BeginStart(SelectedModel? model)
    {
        if (stopping.IsCancellationRequested)
        {
            throw new InferenceException(InferenceFailure.WorkerUnavailable, "The Host is stopping and starts no more workers. Try again when it is back.");
        }

        _pauses.ThrowIfPausing();
        return Task.Run(() => StartAsync(model));
    }

    async Task<RunningWorker> StartAsync(SelectedModel? model)
    {
        try
        {
            var memory = model is null ? null : await budget.ReserveAsync(model, stopping);
            var worker = await starter.StartAsync(Owner, model, leases, memory, stopping);
            lock (_gate)
            {
                _starting = null;
                _pauses.Started();
                _current = worker;
            }

            _ = WatchAsync(worker);
            _ = WatchLinkAsync(worker);
            return worker;
        }
        catch (Exception fault)
        {
            var failure = fault as InferenceException ?? new(InferenceFailure.WorkerUnavailable, $"The worker could not be started ({fault.GetType().Name}: {fault.Message}). See what the Host's log says before it, and whether memory, processes or disk space have run out.", fault);
            lock (_gate)
            {
                _starting = null;
                _pauses.Failed(failure, TimeSpan.Zero);
            }

            if (failure.Failure is InferenceFailure.Busy)
            {
                logger.StartPutOff(key.Kind, Owner, failure.Message); // memory is in use, as it should be: nothing is wrong
            }
            else
            {
                logger.StartFailed(key.Kind, Owner, failure.Failure, failure.Message);
            }

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

    async Task StopAsync(RunningWorker worker, string reason, TimeSpan grace)
    {
        worker.WasStopped = true;
        await worker.StopAsync(grace);
        logger.WorkerStopped(key.Kind, Owner, worker.Process.ProcessId, reason);
    }

    async Task CheckHealthAsync(RunningWorker worker)
    {
        if (await worker.AnswersAsync(options.HealthTimeout, time) is { } inBatch)
        {
            worker.MissedChecks = 0;
            if (inBatch > options.BatchTimeout)
            {
                await DiscardAsync(worker, $"one batch has taken {inBatch.TotalMinutes:0} minutes, and {options.BatchTimeout.TotalMinutes:0.#} are allowed (BatchTimeout in settings.json)");
            }

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
