using Grpc.Core;

namespace OnPremLlm.Inference.Worker.Generation;

/// <summary>
/// Hands sequences to requests. A sequence is found again only by the same owner and session, and changes hands only after it was wiped.
/// Owner thread only.
/// </summary>
internal sealed class SequencePool(int count, Action<Sequence> wipe)
{
    readonly Sequence[] sequences = [.. Enumerable.Range(0, count).Select(id => new Sequence(id))];
    long uses;

    public IEnumerable<GenerationTask> Tasks => sequences.Select(sequence => sequence.Task).OfType<GenerationTask>();

    public bool AllFree => sequences.All(sequence => sequence.Key is null);

    /// <summary>The session's own sequence, else a free one, else that of the session that was idle longest, which is forgotten. The caller uses it or releases it.</summary>
    /// <exception cref="RpcException">ABORTED: the session is busy. RESOURCE_EXHAUSTED: every sequence is busy.</exception>
    public Sequence Acquire(SessionKey key)
    {
        var sequence = Find(key);
        if (sequence is { IsIdle: false })
        {
            throw new RpcException(new Status(StatusCode.Aborted, "The session is busy with another request. Wait for its end, or use another session."));
        }

        sequence ??= Array.Find(sequences, free => free.Key is null) ?? Evict();
        sequence.Key = key;
        sequence.LastUse = ++uses;
        return sequence;
    }

    /// <summary>After a request: its session stays; a sequence without one is wiped.</summary>
    public void Release(Sequence sequence)
    {
        sequence.Task = null;
        if (sequence.Key is { Session: "" })
        {
            wipe(sequence);
        }
    }

    /// <summary>The session's sequence; null when there is none.</summary>
    public Sequence? Find(SessionKey key) => Array.Find(sequences, sequence => sequence.Key is { } held && held.Matches(key));

    public IEnumerable<Sequence> SequencesOf(string owner) => sequences.Where(sequence => sequence.Key is { } key && string.Equals(key.Owner, owner, StringComparison.Ordinal));

    Sequence Evict()
    {
        var oldest = sequences.Where(sequence => sequence.IsIdle).MinBy(sequence => sequence.LastUse)
            ?? throw new RpcException(new Status(StatusCode.ResourceExhausted, $"All {sequences.Length} sequences of this worker are busy. Try again later, or start the worker with more --sequences."));
        wipe(oldest);
        return oldest;
    }
}
