using Grpc.Net.Client;
using OnPremLlm.Inference.Protocol;

namespace OnPremLlm.Inference;

/// <summary>A worker that passed its handshake. Counters and sets are guarded by its slot.</summary>
internal sealed class RunningWorker(IWorkerProcess process, GrpcChannel channel, WorkerDescription description, WorkerLaunch launch, ComputeLink? link, DateTimeOffset startedAt)
{
    static readonly TaskCompletionSource _never = new();

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

    /// <summary>Sessions that were opened and not closed: an open visit's transcript is evaluated there, so the worker is not taken away for others.</summary>
    public HashSet<(OwnerId Owner, string Session)> Sessions { get; } = [];

    /// <summary>The entries of its load in the owners' ledgers, begun at each owner's first use.</summary>
    public Dictionary<OwnerId, Task> Announced { get; } = [];

    public DateTimeOffset LastUsed { get; set; }

    public int MissedChecks { get; set; }

    public bool IsAlive => !process.Exited.IsCompleted;

    public bool MayBeEvicted => Active == 0 && WasUsed && Sessions.Count == 0;

    public async Task<bool> AnswersAsync(TimeSpan timeout, TimeProvider time)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        try
        {
            await new Protocol.Worker.WorkerClient(channel).DescribeAsync(new(), cancellationToken: limit.Token);
            return true;
        }
        catch (Exception fault) when (fault is Grpc.Core.RpcException or OperationCanceledException or ObjectDisposedException)
        {
            return false;
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
