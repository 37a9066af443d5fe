namespace OnPremLlm.Inference;

/// <summary>What one owner has waiting and at work at a gate. Guarded by the gate.</summary>
internal sealed class OwnerQueue(OwnerId owner)
{
    readonly LinkedList<RequestGate.Place> _interactive = [];
    readonly LinkedList<RequestGate.Place> _batch = [];
    TimeSpan _pace = TimeSpan.FromSeconds(2); // until something is known
    long _paceSince;
    DateTimeOffset _refilled;
    double _budget;

    public OwnerId Owner => owner;

    public OwnerLimits Limits { get; set; } = new();

    public int Active { get; set; }

    /// <summary>Rises with every request let through; of owners served alike, who waited longest goes first.</summary>
    public long LastEntered { get; set; }

    public int Waiting => _interactive.Count + _batch.Count;

    /// <summary>In weighted tokens.</summary>
    public double Served { get; private set; }

    public void Add(RequestGate.Place place, RequestPriority priority)
    {
        _paceSince = Waiting == 0 ? place.Since : _paceSince;
        (priority is RequestPriority.Interactive ? _interactive : _batch).AddLast(place);
    }

    public RequestGate.Place Take()
    {
        var from = _interactive.Count > 0 ? _interactive : _batch;
        var first = from.First!.Value; // the caller knows that one waits
        from.RemoveFirst();
        return first;
    }

    /// <summary>One of its requests is over. How fast that goes while others of it wait is the pace of its queue, whatever the requests of other owners take.</summary>
    public void Left(TimeProvider time)
    {
        if (Waiting > 0)
        {
            _pace = (_pace * 0.8) + (time.GetElapsedTime(_paceSince) * 0.2);
            _paceSince = time.GetTimestamp();
        }
    }

    /// <summary>How long those that wait now will take to be let through.</summary>
    public TimeSpan Backlog(DateTimeOffset now)
    {
        var queued = _pace * Math.Max(1, Waiting);
        return HasDebt(now) && DebtEnds(now) - now is var debt && debt > queued ? debt : queued;
    }

    public void Remove(RequestGate.Place place) => _ = _interactive.Remove(place) || _batch.Remove(place);

    public void Raise(double floor) => Served = Math.Max(Served, floor);

    /// <param name="cost">For the order among owners.</param>
    /// <param name="tokens">For the budget of tokens a minute.</param>
    public void Charge(double cost, int tokens, DateTimeOffset now)
    {
        Served += cost / Limits.Weight;
        Refill(now);
        _budget -= Limits.TokensPerMinute > 0 ? tokens : 0;
    }

    /// <summary>More tokens were used than a minute allows; the next request waits.</summary>
    public bool HasDebt(DateTimeOffset now)
    {
        Refill(now);
        return Limits.TokensPerMinute > 0 && _budget < 0;
    }

    /// <summary>Nothing of the minute's tokens is used. Until then the owner is remembered: who comes back after each request would have a full minute each time.</summary>
    public bool IsRested(DateTimeOffset now)
    {
        Refill(now);
        return Limits.TokensPerMinute == 0 || _budget >= Limits.TokensPerMinute;
    }

    public DateTimeOffset DebtEnds(DateTimeOffset now) => now + TimeSpan.FromMinutes(Math.Max(0, -_budget) / Limits.TokensPerMinute);

    // A minute's tokens at most: what was not used earlier cannot be used at once later.
    void Refill(DateTimeOffset now)
    {
        if (Limits.TokensPerMinute == 0)
        {
            (_budget, _refilled) = (0, default); // a limit that is set later counts from then on
            return;
        }

        var minutes = _refilled == default ? 1 : Math.Max(0, (now - _refilled).TotalMinutes); // a clock that is set back takes nothing away
        _budget = Math.Min(Limits.TokensPerMinute, _budget + (minutes * Limits.TokensPerMinute));
        _refilled = now;
    }
}
