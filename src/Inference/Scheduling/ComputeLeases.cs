using Microsoft.Extensions.Logging;

namespace OnPremLlm.Inference;

/// <summary>
/// Grants the machine's cores to the generation workers in turns, so that together they never run more threads than there are cores: threads of
/// ggml spin at barriers, and with more of them than cores everything slows down many times over. Who was served least goes first (virtual token
/// counter; Sheng et al., "Fairness in Serving Large Language Models", OSDI 2024); a worker that is alone keeps its grant and pays nothing.
/// Thread-safe.
/// </summary>
/// <param name="weightOf">An owner's share, above 0; null: all alike.</param>
internal sealed class ComputeLeases(int cores, TimeProvider time, Func<OwnerId, double>? weightOf = null)
{
    /// <summary>How long a grant lasts while others wait.</summary>
    public static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(50);

    /// <summary>A worker that wanted the cores this recently counts as a competitor: batches stay short, so that it is soon served when it comes back.</summary>
    static readonly TimeSpan _memory = TimeSpan.FromSeconds(30);

    readonly Lock _gate = new();
    readonly List<ComputeHolder> _holders = [];
    readonly Dictionary<OwnerId, OwnerAccount> _accounts = [];

    /// <summary>A worker that computes with this many threads. <paramref name="grant"/> (contended or not) and <paramref name="recall"/> tell it, in order.</summary>
    public ComputeHolder Add(OwnerId owner, int threads, Action<bool> grant, Action recall)
    {
        lock (_gate)
        {
            var account = _accounts.TryGetValue(owner, out var known) ? known : _accounts[owner] = new(owner);
            var holder = new ComputeHolder(this, account, Math.Clamp(threads, 1, cores), grant, recall);
            _holders.Add(holder);
            return holder;
        }
    }

    internal void Want(ComputeHolder holder)
    {
        lock (_gate)
        {
            if (!_holders.Any(other => other.Account == holder.Account && other.State is not LeaseState.Idle))
            {
                holder.Account.Raise(Floor(holder));
            }

            holder.LastWanted = time.GetTimestamp();
            holder.State = LeaseState.Waiting;
            Schedule();
        }
    }

    internal void Return(ComputeHolder holder, long tokens, bool wanted)
    {
        lock (_gate)
        {
            holder.Account.Charge(tokens / (weightOf?.Invoke(holder.Account.Owner) ?? 1));
            holder.State = wanted ? LeaseState.Waiting : LeaseState.Idle;
            holder.LastWanted = wanted ? time.GetTimestamp() : holder.LastWanted;
            Schedule();
        }
    }

    internal void Remove(ComputeHolder holder)
    {
        lock (_gate)
        {
            holder.Timer?.Dispose();
            holder.Calm?.Dispose();
            _holders.Remove(holder);
            Schedule();
        }
    }

    // Nobody saves up: an owner that comes back starts no lower than the least served of those at work.
    double Floor(ComputeHolder newcomer) => _holders
        .Where(holder => holder.Account != newcomer.Account && holder.State is not LeaseState.Idle)
        .Select(holder => holder.Account.Served).DefaultIfEmpty(newcomer.Account.Served).Min();

    void Schedule()
    {
        foreach (var next in _holders.Where(holder => holder.State is LeaseState.Waiting).OrderBy(holder => holder.Account.Served).ThenBy(holder => holder.Since).ToList())
        {
            var used = _holders.Where(holder => holder.State is LeaseState.Granted or LeaseState.Recalled).Sum(holder => holder.Threads);
            if (used + next.Threads > cores)
            {
                Recall(next.Threads - (cores - used));
                return; // the first in line is not overtaken by smaller ones
            }

            Grant(next);
        }
    }

    void Grant(ComputeHolder holder)
    {
        holder.State = LeaseState.Granted;
        holder.Since = time.GetTimestamp();
        Tell(holder);
    }

    // A worker that is alone again reports nothing by which that would be noticed: it is asked for once nobody has competed for a while.
    void Tell(ComputeHolder holder)
    {
        var isContended = IsContended(holder);
        holder.Grant(isContended);
        if (isContended)
        {
            holder.Calm ??= time.CreateTimer(_ => OnCalm(holder), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            holder.Calm.Change(_memory, Timeout.InfiniteTimeSpan);
        }
    }

    void OnCalm(ComputeHolder holder)
    {
        lock (_gate)
        {
            if (_holders.Contains(holder) && holder.State is LeaseState.Granted)
            {
                Tell(holder);
            }
        }
    }

    bool IsContended(ComputeHolder holder) => _holders.Any(other => other != holder && other.LastWanted is { } wanted && time.GetElapsedTime(wanted) < _memory);

    // Of those who have had theirs longest first: a worker that has nothing to do says so only when it is asked. Each keeps at least its turn.
    void Recall(int threads)
    {
        var coming = _holders.Where(holder => holder.State is LeaseState.Recalled).Sum(holder => holder.Threads);
        foreach (var holder in _holders.Where(holder => holder.State is LeaseState.Granted).OrderBy(holder => holder.Since).TakeWhile(_ => coming < threads))
        {
            coming += holder.Threads;
            var left = Turn - time.GetElapsedTime(holder.Since);
            if (left <= TimeSpan.Zero)
            {
                holder.State = LeaseState.Recalled;
                holder.Recall();
            }
            else
            {
                holder.Timer ??= time.CreateTimer(_ => OnTurnOver(holder), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                holder.Timer.Change(left, Timeout.InfiniteTimeSpan);
            }
        }
    }

    void OnTurnOver(ComputeHolder holder)
    {
        lock (_gate)
        {
            if (_holders.Contains(holder))
            {
                Schedule();
            }
        }
    }
}

/// <summary>What an owner was served, over all its workers. Guarded by the leases.</summary>
internal sealed class OwnerAccount(OwnerId owner)
{
    public OwnerId Owner => owner;

    /// <summary>In weighted tokens; one that is generated counts as two of a prompt.</summary>
    public double Served { get; private set; }

    public void Charge(double tokens) => Served += tokens;

    public void Raise(double floor) => Served = Math.Max(Served, floor);
}

internal enum LeaseState
{
    Idle,
    Waiting,
    Granted,
    Recalled,
}

/// <summary>One worker's place in line. State is guarded by the leases.</summary>
internal sealed class ComputeHolder(ComputeLeases leases, OwnerAccount account, int threads, Action<bool> grant, Action recall) : IDisposable
{
    const int CompletionCost = 2;

    public OwnerAccount Account => account;

    public int Threads => threads;

    internal Action<bool> Grant => grant;

    internal Action Recall => recall;

    internal LeaseState State { get; set; }

    /// <summary>When it was last granted; a timestamp, which no change of the clock moves.</summary>
    internal long Since { get; set; }

    internal long? LastWanted { get; set; }

    /// <summary>Ends its turn while others wait.</summary>
    internal ITimer? Timer { get; set; }

    /// <summary>Tells it when it has been alone for a while.</summary>
    internal ITimer? Calm { get; set; }

    public void Wanted() => leases.Want(this);

    public void Returned(long promptTokens, long completionTokens, bool wanted) => leases.Return(this, promptTokens + (CompletionCost * completionTokens), wanted);

    /// <summary>The worker is gone: what it held goes to others.</summary>
    public void Dispose() => leases.Remove(this);
}
