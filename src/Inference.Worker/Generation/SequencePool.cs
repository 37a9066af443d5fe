using Grpc.Core;

namespace OnPremLlm.Inference.Worker.Generation;

/// <summary>
/// Hands sequences to requests. A sequence is found again only by the same owner and session, and changes hands only after it was wiped.
/// Owner thread only.
/// </summary>
internal sealed class SequencePool(int count, Action<Sequence> wipe, TimeProvider time)
{
    /// <summary>A visit that is recorded comes back every few seconds; one that does not is read again when it does.</summary>
    static readonly TimeSpan kept = TimeSpan.FromMinutes(10);

    readonly Sequence[] sequences = [.. Enumerable.Range(0, count).Select(id => new Sequence(id))];
    long uses;

    public IEnumerable<GenerationTask> Tasks => sequences.Select(sequence => sequence.Task).OfType<GenerationTask>();

    public bool AllFree => sequences.All(sequence => sequence.Key is null);

    /// <summary>
    /// The session's own sequence, else a free one, else one that is taken from an idle session: of the owner's own, then of the owner that has most. What
    /// visits used within ten minutes is taken for a visit only, and of another owner only where that one has more left. The caller uses it or releases it.
    /// Attack: requests in ever new sessions, which would have to push out what other owners' open visits were read into.
    /// </summary>
    /// <param name="isOfOpenVisit">For a visit that is recorded or drafted.</param>
    /// <exception cref="RpcException">ABORTED: the session is busy. RESOURCE_EXHAUSTED: there is none to be had.</exception>
    public Sequence Acquire(SessionKey key, bool isOfOpenVisit)
    {
        var sequence = Find(key);
        if (sequence is { IsIdle: false })
        {
            throw new RpcException(new Status(StatusCode.Aborted, "The session is busy with another request. Wait for its end, or use another session."));
        }

        sequence ??= Array.Find(sequences, free => free.Key is null) ?? Evict(key.Owner, isOfOpenVisit);
        sequence.Key = key;
        sequence.LastUse = ++uses;
        sequence.OpenVisit = isOfOpenVisit ? time.GetTimestamp() : sequence.OpenVisit;
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

    public IEnumerable<Sequence> SequencesOf(string owner) => sequences.Where(sequence => IsOf(owner, sequence));

    Sequence Evict(string owner, bool isOfOpenVisit)
    {
        var evicted = Oldest(owner, sequence => !IsKept(sequence)) ?? (isOfOpenVisit ? Oldest(owner, sequence => IsOf(owner, sequence) || HasMore(sequence, owner)) : null)
            ?? throw new RpcException(new Status(StatusCode.ResourceExhausted, $"All {sequences.Length} sequences of this worker are busy or kept for visits that are open. Try again later, or start the worker with more --sequences."));
        wipe(evicted);
        return evicted;
    }

    // The owner's own before others', and of those the ones of who has most.
    Sequence? Oldest(string owner, Predicate<Sequence> which) => sequences.Where(sequence => sequence.IsIdle && which(sequence))
        .OrderByDescending(sequence => IsOf(owner, sequence)).ThenByDescending(sequence => HeldWith(sequence)).ThenBy(sequence => sequence.LastUse).FirstOrDefault();

    bool IsKept(Sequence sequence) => sequence.OpenVisit is { } used && time.GetElapsedTime(used) < kept;

    bool HasMore(Sequence sequence, string owner) => HeldWith(sequence) > SequencesOf(owner).Count() + 1;

    int HeldWith(Sequence sequence) => sequence.Key is { } key ? SequencesOf(key.Owner).Count() : 0;

    static bool IsOf(string owner, Sequence sequence) => sequence.Key is { } key && string.Equals(key.Owner, owner, StringComparison.Ordinal);
}
