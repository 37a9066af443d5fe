using System.Threading.Channels;
using OnPremLlm.Ledger.Storage;

namespace OnPremLlm.Ledger;

/// <summary>Gathers the appends that wait while a batch is being written into the next batch: one set of syncs and one signature for all of them.</summary>
internal sealed class GroupCommit : IAsyncDisposable
{
    private const int MaximumEntries = 4096;
    private readonly Channel<Pending> _queue = Channel.CreateUnbounded<Pending>(new UnboundedChannelOptions { SingleReader = true });
    private readonly LogWriter _writer;
    private readonly Task _loop;
    private volatile LogState _state;

    public GroupCommit(LogWriter writer, LogState state)
    {
        (_writer, _state) = (writer, state);
        _loop = Task.Run(RunAsync);
    }

    public LogState State => _state;

    /// <summary>The index of the first of the leaves, once they are durable.</summary>
    public Task<long> AppendAsync(byte[][] leaves)
    {
        var pending = new Pending(leaves, new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously));
        return _queue.Writer.TryWrite(pending)
            ? pending.Done.Task
            : Task.FromException<long>(new ObjectDisposedException(nameof(TransparencyLog)));
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
    }

    private async Task RunAsync()
    {
        while (await _queue.Reader.WaitToReadAsync())
        {
            Commit(TakeBatch());
        }
    }

    private List<Pending> TakeBatch()
    {
        var batch = new List<Pending>();
        for (var entries = 0; entries < MaximumEntries && _queue.Reader.TryRead(out var pending); entries += pending.Leaves.Length)
        {
            batch.Add(pending);
        }
        return batch;
    }

    // Whatever went wrong belongs to the callers of this batch; the loop goes on for the next.
    private void Commit(List<Pending> batch)
    {
        try
        {
            RequireCertainHead();
            var next = _state.Tree.Size;
            _state = _writer.Append(_state, batch.SelectMany(pending => pending.Leaves));
            foreach (var pending in batch)
            {
                pending.Done.SetResult(next);
                next += pending.Leaves.Length;
            }
        }
        catch (Exception e)
        {
            batch.ForEach(pending => pending.Done.TrySetException(e));
        }
    }

    private void RequireCertainHead()
    {
        if (_writer.HeadIsUncertain)
        {
            throw new LedgerException("The ledger stopped: writing its last signed head failed, so it is not known whether that head is on the disk. Check the disk (full, read-only, failing), then open the ledger again; it continues from the last head found.");
        }
    }

    private sealed record Pending(byte[][] Leaves, TaskCompletionSource<long> Done);
}
