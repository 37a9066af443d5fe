using System.Collections.Concurrent;
using System.Threading.Channels;
using OnPremLlm.Inference.Protocol;

namespace OnPremLlm.Inference.Worker.Engine;

/// <summary>What an <see cref="EngineThread"/> works on. Called on that thread only, but for <see cref="Abort"/>.</summary>
internal interface IEngineWork
{
    /// <summary>Ends what was cancelled, which needs no grant, and tells whether anything is left to evaluate.</summary>
    bool HasWork();

    /// <summary>Evaluates one batch.</summary>
    /// <param name="lease">To count what was evaluated.</param>
    void Turn(ComputeLease lease);

    /// <summary>Fails everything that is left.</summary>
    void Stop();

    /// <summary>Ends the batch in progress early, if there is one. Any thread.</summary>
    void Abort();
}

/// <summary>
/// The one thread that owns a native context. It takes commands between two batches, and evaluates by grant only once somebody leases it.
/// </summary>
internal sealed class EngineThread : IDisposable
{
    readonly BlockingCollection<Action> commands = [];
    readonly ComputeLease lease = new();
    readonly IEngineWork work;
    readonly TimeProvider time;
    readonly Thread thread;
    long turnBegan; // 0: between two turns

    public EngineThread(string name, IEngineWork work, TimeProvider time)
    {
        this.work = work;
        this.time = time;
        thread = new(Run) { Name = name, IsBackground = true };
        thread.Start();
    }

    /// <summary>How long the batch in progress has taken up to now; zero where none is. Any thread.</summary>
    public TimeSpan InBatch => Volatile.Read(ref turnBegan) is not 0 and var began ? time.GetElapsedTime(began) : TimeSpan.Zero;

    /// <summary>Queues a command; false when no more are taken, because the worker is stopping.</summary>
    public bool TryAdd(Action command)
    {
        try
        {
            return commands.TryAdd(command);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>What the command returns, or <paramref name="whenStopped"/> when the worker is stopping.</summary>
    public Task<T> RunAsync<T>(Func<T> command, T whenStopped)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        return TryAdd(Execute) ? done.Task : Task.FromResult(whenStopped);

        void Execute()
        {
            try
            {
                done.SetResult(command());
            }
            catch (Exception fault) // belongs to the caller: the thread serves everybody
            {
                done.SetException(fault);
            }
        }
    }

    /// <summary>Evaluates by grant only from now on, see <see cref="ComputeLease"/>. What it reports until somebody else leases.</summary>
    public Task<ChannelReader<ComputeReport>> LeaseAsync() => RunAsync(lease.Attach, Channel.CreateUnbounded<ComputeReport>().Reader);

    /// <summary>An order of the lease.</summary>
    public void Order(ComputeOrder order) => TryAdd(() => lease.Take(order));

    /// <summary>Has it look for cancelled work, also while it waits for a grant.</summary>
    public void Wake() => TryAdd(() => { });

    public void Dispose()
    {
        commands.CompleteAdding();
        work.Abort();
        thread.Join();
        commands.Dispose();
    }

    void Run()
    {
        while (!commands.IsCompleted)
        {
            while (commands.TryTake(out var command, CanEvaluate() ? 0 : Timeout.Infinite))
            {
                command();
            }

            if (commands.IsAddingCompleted)
            {
                break;
            }

            if (work.HasWork())
            {
                Volatile.Write(ref turnBegan, time.GetTimestamp());
                work.Turn(lease);
                Volatile.Write(ref turnBegan, 0);
            }
        }

        work.Stop();
    }

    bool CanEvaluate()
    {
        var hasWork = work.HasWork();
        lease.Report(hasWork);
        return hasWork && lease.IsHeld;
    }
}
