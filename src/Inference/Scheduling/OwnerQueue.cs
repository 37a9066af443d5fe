namespace OnPremLlm.Inference;

/// <summary>What one owner has waiting and at work at a gate. Guarded by the gate.</summary>
internal sealed class OwnerQueue(OwnerId owner)
{
    readonly LinkedList<RequestGate.Place> _interactive = [];
    readonly LinkedList<RequestGate.Place> _batch = [];
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

    public void Add(RequestGate.Place place, RequestPriority priority) => (priority is RequestPriority.Interactive ? _interactive : _batch).AddLast(place);

    public RequestGate.Place Take()
    {
        var from = _interactive.Count > 0 ? _interactive : _batch;
        var first = from.First!.Value; // the caller knows that one waits
        from.RemoveFirst();
        return first;
    }

    public void Remove(RequestGate.Place place) => _ = _interactive.Remove(place) || _batch.Remove(place);

    public void Raise(double floor) => Served = Math.Max(Served, floor);

    /// <param name="cost">For the order among owners.</param>
    /// <param name="tokens">For the budget of tokens a minute.</param>
    public void Charge(double cost, int tokens, DateTimeOffset now)
    {
        Served += cost / Limits.Weight;
        Refill(now);
        _budget -= tokens;
    }

    /// <summary>More tokens were used than a minute allows; the next request waits.</summary>
    public bool HasDebt(DateTimeOffset now)
    {
        Refill(now);
        return Limits.TokensPerMinute > 0 && _budget < 0;
    }

    public DateTimeOffset DebtEnds(DateTimeOffset now) => now + TimeSpan.FromMinutes(Math.Max(0, -_budget) / Limits.TokensPerMinute);

    // A minute's tokens at most: what was not used earlier cannot be used at once later.
    void Refill(DateTimeOffset now)
    {
        var minutes = _refilled == default ? 1 : Math.Max(0, (now - _refilled).TotalMinutes); // a clock that is set back takes nothing away
        _budget = Math.Min(Limits.TokensPerMinute, _budget + (minutes * Limits.TokensPerMinute));
        _refilled = now;
    }
}
