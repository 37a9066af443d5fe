namespace OnPremLlm.Inference;

/// <summary>
/// Lets requests through to an engine that can hold so many at a time: first of the owner that was served least (virtual token counter), of one
/// owner interactive ones before batch ones, then in order of arrival. Queues are bounded for each owner alone: a full one refuses its owner and
/// nobody else. Thread-safe.
/// </summary>
/// <param name="places">Requests that the engine holds at a time.</param>
/// <param name="isShared">Several owners share the engine: none may hold the last place, so that whoever comes next need not wait for an answer to end.</param>
internal sealed class RequestGate(int places, bool isShared, Func<OwnerId, OwnerLimits> limitsOf, TimeProvider time)
{
    const int CompletionCost = 2;

    readonly Lock _gate = new();
    readonly Dictionary<OwnerId, OwnerQueue> _owners = [];
    ITimer? _budgets;
    int _held;
    long _entries;

    /// <summary>Waits for a place. Dispose it when the request is over, whatever became of it.</summary>
    /// <exception cref="InferenceException">QueueFull: the owner's own queue is full; with the time after which to try again.</exception>
    public async Task<Place> EnterAsync(OwnerId owner, RequestPriority priority, CancellationToken ct)
    {
        Place place;
        lock (_gate)
        {
            var queue = QueueOf(owner);
            if (queue is { Active: 0, Waiting: 0 })
            {
                queue.Raise(Floor(owner));
            }

            place = new(this, queue, time.GetTimestamp());
            queue.Add(place, priority);
            Admit();
            if (!place.Entered.IsCompletedSuccessfully && queue.Waiting > queue.Limits.Queue)
            {
                throw Refuse(queue, place);
            }
        }

        try
        {
            await place.Entered.WaitAsync(ct);
            return place;
        }
        catch
        {
            place.Dispose();
            throw;
        }
    }

    /// <summary>Limits changed: who waits is looked at by the new ones.</summary>
    public void Refresh()
    {
        lock (_gate)
        {
            foreach (var queue in _owners.Values)
            {
                queue.Limits = limitsOf(queue.Owner);
            }

            Admit();
        }
    }

    internal void Charge(OwnerQueue queue, int promptTokens, int completionTokens)
    {
        lock (_gate)
        {
            queue.Charge(promptTokens + (CompletionCost * completionTokens), promptTokens + completionTokens, time.GetUtcNow());
        }
    }

    internal void Leave(Place place)
    {
        lock (_gate)
        {
            if (place.Entered.IsCompletedSuccessfully)
            {
                _held--;
                place.Queue.Active--;
                place.Queue.Left(time);
            }
            else
            {
                place.Queue.Remove(place);
            }

            Forget(place.Queue);
            Admit();
        }
    }

    OwnerQueue QueueOf(OwnerId owner)
    {
        if (!_owners.TryGetValue(owner, out var queue))
        {
            queue = _owners[owner] = new(owner);
        }

        queue.Limits = limitsOf(owner); // limits may change while the Host runs
        return queue;
    }

    InferenceException Refuse(OwnerQueue queue, Place place)
    {
        queue.Remove(place);
        var already = queue.Waiting > 0 ? $"{(queue.Waiting == 1 ? "1 request of this clinic is" : $"{queue.Waiting} requests of this clinic are")} waiting already, and more are not taken" : "This clinic has as many requests at work as it may, and none of it may wait";
        var refusal = new InferenceException(InferenceFailure.QueueFull, $"{already}. Send the request again later, or send fewer at a time.")
        {
            RetryAfter = queue.Backlog(time.GetUtcNow()),
        };
        Forget(queue);
        return refusal;
    }

    // Nobody saves up: who comes back starts no lower than the least served of those at work.
    double Floor(OwnerId newcomer) => _owners.Values.Where(queue => queue.Owner != newcomer && (queue.Active > 0 || queue.Waiting > 0))
        .Select(queue => queue.Served).DefaultIfEmpty(0).Min();

    // An owner without work is remembered only while some of its minute's tokens are used.
    void Forget(OwnerQueue queue)
    {
        if (queue is { Active: 0, Waiting: 0 } && queue.IsRested(time.GetUtcNow()))
        {
            _owners.Remove(queue.Owner);
        }
    }

    void Admit()
    {
        var now = time.GetUtcNow();
        while (_held < places && _owners.Values.Where(queue => MayEnter(queue, now)).MinBy(queue => (queue.Served, queue.LastEntered)) is { } next)
        {
            _held++;
            next.Active++;
            next.LastEntered = ++_entries;
            next.Take().Enter();
        }

        WaitForBudgets(now);
    }

    bool MayEnter(OwnerQueue queue, DateTimeOffset now) =>
        queue.Waiting > 0 && queue.Active < queue.Limits.Concurrency && (!isShared || places == 1 || queue.Active < places - 1) && !queue.HasDebt(now);

    // Requests beyond the tokens a minute wait until the budget is refilled.
    void WaitForBudgets(DateTimeOffset now)
    {
        if (_owners.Values.Where(queue => queue.Waiting > 0 && queue.HasDebt(now)).Select(queue => queue.DebtEnds(now) - now).DefaultIfEmpty().Min() is { Ticks: > 0 } wait)
        {
            _budgets ??= time.CreateTimer(_ => OnBudget(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _budgets.Change(wait + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
        }
    }

    void OnBudget()
    {
        lock (_gate)
        {
            Admit();
        }
    }

    /// <summary>One request's place, waiting or entered.</summary>
    internal sealed class Place(RequestGate gate, OwnerQueue queue, long since) : IDisposable
    {
        readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bool _left;

        internal OwnerQueue Queue => queue;

        /// <summary>When it came.</summary>
        internal long Since => since;

        internal Task Entered => _entered.Task;

        internal void Enter() => _entered.SetResult();

        /// <summary>What the engine evaluated for it; as often as it becomes known.</summary>
        public void Charge(int promptTokens, int completionTokens) => gate.Charge(queue, promptTokens, completionTokens);

        public void Dispose()
        {
            if (!_left)
            {
                _left = true;
                gate.Leave(this);
            }
        }
    }
}
