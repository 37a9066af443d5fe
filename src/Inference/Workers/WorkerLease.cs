using Grpc.Net.Client;
using OnPremLlm.Inference.Protocol;

namespace OnPremLlm.Inference;

/// <summary>One request's hold on a worker: it is not stopped as idle meanwhile.</summary>
internal sealed class WorkerLease(WorkerSlot slot, RunningWorker worker) : IDisposable
{
    public WorkerDescription Description => worker.Description;

    public WorkerLaunch Launch => worker.Launch;

    /// <summary>The Host ended the worker on purpose.</summary>
    public bool WasStopped => worker.WasStopped;

    /// <summary>Enters the load with the owner, once for each worker; whoever comes meanwhile waits for it. A failure is tried again by the next request.</summary>
    public Task AnnounceAsync(OwnerId owner, Func<Task> enter) => worker.AnnounceAsync(owner, enter);

    public void OpenSession(OwnerId owner, string session) => worker.OpenSession(owner, session);

    public void CloseSession(OwnerId owner, string session) => worker.CloseSession(owner, session);

    /// <summary>Awaits a step of a call and turns its failure into an <see cref="InferenceException"/>; a lost connection ends the worker.</summary>
    /// <param name="step">Begins the step; a worker that was stopped meanwhile makes the very beginning fail.</param>
    public async Task<T> GuardAsync<T>(Func<Task<T>> step, CancellationToken ct)
    {
        try
        {
            return await step();
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

    /// <summary>Begins a call, with the same failures.</summary>
    public T Begin<T>(Func<GrpcChannel, T> call)
    {
        try
        {
            return call(worker.Channel);
        }
        catch (ObjectDisposedException fault)
        {
            throw RpcFailures.Map(fault);
        }
    }

    public void Dispose() => slot.Release(worker);
}
