using Grpc.Net.Client;
using OnPremLlm.Inference.Protocol;

namespace OnPremLlm.Inference;

/// <summary>A worker that passed its handshake. Its counters are guarded by its slot; what it guards itself says so by being a method.</summary>
internal sealed class RunningWorker(IWorkerProcess process, GrpcChannel channel, WorkerDescription description, WorkerLaunch launch, ComputeLink? link, DateTimeOffset startedAt)
{
    static readonly TaskCompletionSource _never = new();

    // Whoever it was started for may have gone meanwhile.
    static readonly TimeSpan _unused = TimeSpan.FromSeconds(10);

    readonly Lock _gate = new();
    readonly HashSet<(OwnerId Owner, string Session)> _sessions = [];
    readonly Dictionary<OwnerId, Task> _announced = [];

    public IWorkerProcess Process => process;

    public GrpcChannel Channel => channel;

    public WorkerDescription Description => description;

    public WorkerLaunch Launch => launch;

    public DateTimeOffset StartedAt => startedAt;

    /// <summary>Its room in the memory budget; freed when the process is gone.</summary>
    public IDisposable? Memory { get; init; }

    public int Active { get; set; }

    /// <summary>False until the request that it was started for has it: before that it is not idle.</summary>
    public bool WasUsed { get; set; }

    public DateTimeOffset LastUsed { get; set; }

    public int MissedChecks { get; set; }

    /// <summary>The Host ended it on purpose; it did not fail.</summary>
    public bool WasStopped { get; set; }

    public bool IsAlive => !process.Exited.IsCompleted;

    /// <summary>A session that was opened and not closed holds what an open visit needs: such a worker is not taken away for others.</summary>
    public bool MayBeEvicted(DateTimeOffset now) => Active == 0 && (WasUsed || now - StartedAt > _unused) && !HasSessions();

    /// <summary>Open visits go on with what it has read.</summary>
    public bool HasSessions()
    {
        lock (_gate)
        {
            return _sessions.Count > 0;
        }
    }

    public void OpenSession(OwnerId owner, string session)
    {
        lock (_gate)
        {
            _sessions.Add((owner, session));
        }
    }

    public void CloseSession(OwnerId owner, string session)
    {
        lock (_gate)
        {
            _sessions.Remove((owner, session));
        }
    }

    /// <summary>Enters the load with the owner, once; whoever comes meanwhile waits for it. A failed entry is begun again by the next.</summary>
    public Task AnnounceAsync(OwnerId owner, Func<Task> enter)
    {
        lock (_gate)
        {
            return _announced.TryGetValue(owner, out var entered) && !entered.IsFaulted && !entered.IsCanceled ? entered : _announced[owner] = enter();
        }
    }

    /// <summary>How long the worker's batch in progress has taken; null where it does not answer.</summary>
    public async Task<TimeSpan?> AnswersAsync(TimeSpan timeout, TimeProvider time)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        try
        {
            return TimeSpan.FromSeconds((await new Protocol.Worker.WorkerClient(channel).DescribeAsync(new(), cancellationToken: limit.Token)).BatchSeconds);
        }
        catch (Exception fault) when (fault is Grpc.Core.RpcException or OperationCanceledException or ObjectDisposedException)
        {
            return null;
        }
    }

    /// <summary>Completes when the worker can be granted no more computing time; never for one that needs none.</summary>
    public Task ComputeEnded => link?.Ended ?? _never.Task;

    public async Task StopAsync(TimeSpan grace)
    {
        await process.StopAsync(grace);
        await (link?.DisposeAsync() ?? ValueTask.CompletedTask);
        channel.Dispose();
        Memory?.Dispose();
    }
}
