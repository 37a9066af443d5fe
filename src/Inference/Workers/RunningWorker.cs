using Grpc.Net.Client;
using OnPremLlm.Inference.Protocol;

namespace OnPremLlm.Inference;

/// <summary>A worker that passed its handshake. Counters are guarded by its slot.</summary>
internal sealed class RunningWorker(IWorkerProcess process, GrpcChannel channel, WorkerDescription description, WorkerLaunch launch, ComputeLink? link, DateTimeOffset startedAt)
{
    static readonly TaskCompletionSource _never = new();

    public IWorkerProcess Process => process;

    public GrpcChannel Channel => channel;

    public WorkerDescription Description => description;

    public WorkerLaunch Launch => launch;

    public DateTimeOffset StartedAt => startedAt;

    public int Active { get; set; }

    public DateTimeOffset LastUsed { get; set; }

    public int MissedChecks { get; set; }

    public bool IsAlive => !process.Exited.IsCompleted;

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
    }
}

/// <summary>One request's hold on a worker: it is not stopped as idle meanwhile.</summary>
internal sealed class WorkerLease(WorkerSlot slot, RunningWorker worker) : IDisposable
{
    public GrpcChannel Channel => worker.Channel;

    public WorkerDescription Description => worker.Description;

    public WorkerLaunch Launch => worker.Launch;

    /// <summary>Awaits a step of a call and turns its failure into an <see cref="InferenceException"/>; a lost connection ends the worker.</summary>
    public async Task<T> GuardAsync<T>(Task<T> step, CancellationToken ct)
    {
        try
        {
            return await step;
        }
        catch (Exception) when (ct.IsCancellationRequested)
        {
            throw new OperationCanceledException(ct);
        }
        catch (Exception fault)
        {
            if (RpcFailures.IsConnectionLost(fault))
            {
                await slot.DiscardAsync(worker, "the connection broke in the middle of a request");
            }

            throw RpcFailures.Map(fault);
        }
    }

    public void Dispose() => slot.Release(worker);
}
