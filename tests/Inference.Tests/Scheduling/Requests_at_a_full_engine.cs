using Microsoft.Extensions.Time.Testing;
using OnPremLlm.Inference.Tests.Support;

namespace OnPremLlm.Inference.Tests.Scheduling;

/// <summary>Who goes next when more is asked than an engine can hold.</summary>
public sealed class Requests_at_a_full_engine
{
    static readonly OwnerId _mine = ScriptedSupervision.Owner;
    static readonly OwnerId _theirs = ScriptedSupervision.OtherOwner;

    readonly FakeTimeProvider _time = new();
    readonly Dictionary<OwnerId, OwnerLimits> _limits = [];

    [Fact]
    public async Task The_owner_that_was_served_least_goes_first_however_many_the_other_queued()
    {
        var gate = Gate(places: 1);
        using var first = await EnterAsync(gate, _mine);
        first.Charge(500, 100);
        var flood = Enumerable.Range(0, 50).Select(_ => gate.EnterAsync(_mine, RequestPriority.Interactive, default)).ToList();
        var quiet = gate.EnterAsync(_theirs, RequestPriority.Interactive, default);

        first.Dispose();

        using var place = await quiet;
        Assert.All(flood, waiting => Assert.False(waiting.IsCompleted));
    }

    [Fact]
    public async Task Two_floods_of_equal_weight_get_equal_tokens_however_unequal_their_requests()
    {
        var served = await FloodAsync(Gate(places: 4, isShared: true), owner => owner == _mine ? 400 : 30);

        Assert.InRange(served[_mine] / (double)served[_theirs], 0.95, 1.05);
    }

    [Fact]
    public async Task Twice_the_weight_gets_twice_the_tokens()
    {
        _limits[_mine] = new() { Weight = 2 };

        var served = await FloodAsync(Gate(places: 3), _ => 50);

        Assert.InRange(served[_mine] / (double)served[_theirs], 1.9, 2.1);
    }

    [Fact]
    public async Task In_a_shared_engine_the_last_place_is_kept_for_who_comes_next()
    {
        var gate = Gate(places: 3, isShared: true);
        var flood = Enumerable.Range(0, 5).Select(_ => gate.EnterAsync(_mine, RequestPriority.Interactive, default)).ToList();

        Assert.Equal(2, flood.Count(entered => entered.IsCompletedSuccessfully));
        using var quiet = await EnterAsync(gate, _theirs);
    }

    [Fact]
    public async Task An_owner_alone_has_every_place_of_its_own_engine()
    {
        var gate = Gate(places: 3);

        var places = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => gate.EnterAsync(_mine, RequestPriority.Interactive, default)));

        Assert.Equal(3, places.Length);
    }

    [Fact]
    public async Task Interactive_requests_overtake_batch_ones_of_the_same_owner()
    {
        var gate = Gate(places: 1);
        var first = await EnterAsync(gate, _mine);
        var batch = gate.EnterAsync(_mine, RequestPriority.Batch, default);
        var interactive = gate.EnterAsync(_mine, RequestPriority.Interactive, default);

        first.Dispose();

        using var entered = await interactive;
        Assert.False(batch.IsCompleted);
    }

    [Fact]
    public async Task A_full_queue_refuses_its_owner_with_the_time_to_try_again_and_nobody_else()
    {
        _limits[_mine] = new() { Queue = 2 };
        var gate = Gate(places: 1);
        using var first = await EnterAsync(gate, _mine);
        _ = gate.EnterAsync(_mine, RequestPriority.Interactive, default);
        _ = gate.EnterAsync(_mine, RequestPriority.Interactive, default);

        var refused = await Assert.ThrowsAsync<InferenceException>(() => gate.EnterAsync(_mine, RequestPriority.Interactive, default));
        var theirs = gate.EnterAsync(_theirs, RequestPriority.Interactive, default);

        Assert.Equal((InferenceFailure.QueueFull, true), (refused.Failure, refused.RetryAfter > TimeSpan.Zero));
        first.Dispose();
        using var entered = await theirs;
    }

    [Theory]
    [InlineData(1, "1 request of this clinic is waiting already, ")]
    [InlineData(2, "2 requests of this clinic are waiting already, ")]
    public async Task A_full_queue_says_how_many_wait(int queue, string sentence)
    {
        _limits[_mine] = new() { Queue = queue };
        var gate = Gate(places: 1);
        using var first = await EnterAsync(gate, _mine);
        for (var waiting = 0; waiting < queue; waiting++)
        {
            _ = gate.EnterAsync(_mine, RequestPriority.Interactive, default);
        }

        var refused = await Assert.ThrowsAsync<InferenceException>(() => gate.EnterAsync(_mine, RequestPriority.Interactive, default));

        Assert.StartsWith(sentence, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_gives_up_waiting_leaves_the_queue_to_the_others()
    {
        var gate = Gate(places: 1);
        var first = await EnterAsync(gate, _mine);
        using var impatience = new CancellationTokenSource();
        var impatient = gate.EnterAsync(_mine, RequestPriority.Interactive, impatience.Token);
        var patient = gate.EnterAsync(_mine, RequestPriority.Interactive, default);

        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        first.Dispose();

        using var entered = await patient;
    }

    [Fact]
    public async Task Beyond_the_tokens_of_a_minute_requests_wait_and_are_not_refused()
    {
        _limits[_mine] = new() { TokensPerMinute = 600 };
        var gate = Gate(places: 4);
        using (var first = await EnterAsync(gate, _mine))
        {
            first.Charge(600, 300);
        }

        var next = gate.EnterAsync(_mine, RequestPriority.Interactive, default);
        using var theirs = await EnterAsync(gate, _theirs);
        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(next.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(2));

        using var entered = await next;
    }

    [Fact]
    public async Task An_owner_that_was_away_has_saved_nothing_up()
    {
        var gate = Gate(places: 1);
        var busy = await EnterAsync(gate, _mine);
        busy.Charge(100_000, 0);
        var back = EnterAsync(gate, _theirs);
        busy.Charge(10, 0);
        busy.Dispose();
        var theirs = await back;
        theirs.Charge(20, 0);
        var (again, mine) = (EnterAsync(gate, _theirs), EnterAsync(gate, _mine));

        theirs.Dispose(); // at 100,020, for it came back at 100,000 and not at 0

        using var entered = await mine;
        Assert.False(again.IsCompleted);
    }

    [Fact]
    public async Task Who_comes_back_after_each_request_has_no_new_minute_of_tokens_each_time()
    {
        _limits[_mine] = new() { TokensPerMinute = 600 };
        var gate = Gate(places: 4);
        foreach (var tokens in (int[])[400, 400])
        {
            using var place = await EnterAsync(gate, _mine);
            place.Charge(tokens, 0);
        }

        var third = EnterAsync(gate, _mine);
        Assert.False(third.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(21)); // 200 too many at 10 a second

        using var entered = await third;
    }

    [Fact]
    public async Task A_limit_of_tokens_counts_from_when_it_is_set_and_ends_when_it_is_taken_away()
    {
        var gate = Gate(places: 4);
        using (var before = await EnterAsync(gate, _mine))
        {
            before.Charge(1_000_000, 0);
            _limits[_mine] = new() { TokensPerMinute = 600 };
            gate.Refresh();
        }

        using (var first = await EnterAsync(gate, _mine))
        {
            first.Charge(1_000_000, 0);
        }

        var waiting = EnterAsync(gate, _mine);
        Assert.False(waiting.IsCompleted);
        _limits.Clear();
        gate.Refresh();

        using var entered = await waiting;
    }

    [Fact]
    public async Task A_changed_concurrency_counts_for_those_that_wait_and_ends_no_request()
    {
        _limits[_mine] = new() { Concurrency = 1 };
        var gate = Gate(places: 4);
        var first = await EnterAsync(gate, _mine);
        var second = EnterAsync(gate, _mine);
        var third = EnterAsync(gate, _mine);
        Assert.False(second.IsCompleted);

        _limits[_mine] = new() { Concurrency = 2 };
        gate.Refresh();
        using var entered = await second;
        Assert.False(third.IsCompleted);

        _limits[_mine] = new() { Concurrency = 1 };
        gate.Refresh();
        first.Dispose();
        Assert.False(third.IsCompleted); // the second still runs
    }

    [Fact]
    public async Task A_queue_of_none_lets_enter_and_lets_nobody_wait()
    {
        _limits[_mine] = new() { Queue = 0 };
        var gate = Gate(places: 1);
        using var first = await EnterAsync(gate, _mine);

        var refused = await Assert.ThrowsAsync<InferenceException>(() => EnterAsync(gate, _mine));

        Assert.Equal((InferenceFailure.QueueFull, "This clinic has as many requests at work as it may, and none of it may wait. Send the request again later, or send fewer at a time."), (refused.Failure, refused.Message));
    }

    [Fact]
    public async Task The_time_to_try_again_follows_from_the_own_queue_whatever_the_others_requests_take()
    {
        _limits[_mine] = new() { Queue = 2 };
        var gate = Gate(places: 3, isShared: true);
        var theirs = await EnterAsync(gate, _theirs);
        var mine = new Queue<Task<RequestGate.Place>>([EnterAsync(gate, _mine), EnterAsync(gate, _mine), EnterAsync(gate, _mine)]);
        for (var i = 0; i < 30; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1)); // one of mine is over each second, two wait
            mine.Enqueue(EnterAsync(gate, _mine));
            (await mine.Dequeue()).Dispose();
        }

        var before = await RefusedAfterAsync(gate);
        _time.Advance(TimeSpan.FromHours(1));
        theirs.Dispose(); // an answer of an hour, of somebody else
        using var again = await EnterAsync(gate, _theirs);

        Assert.InRange(before, TimeSpan.FromSeconds(1.9), TimeSpan.FromSeconds(2.5));
        Assert.Equal(before, await RefusedAfterAsync(gate));
    }

    [Fact]
    public async Task The_time_to_try_again_is_when_the_debt_of_tokens_ends_where_that_is_later()
    {
        _limits[_mine] = new() { Queue = 0, TokensPerMinute = 600 };
        var gate = Gate(places: 1);
        using (var first = await EnterAsync(gate, _mine))
        {
            first.Charge(3_600, 0);
        }

        Assert.Equal(TimeSpan.FromMinutes(5), await RefusedAfterAsync(gate));
    }

    static async Task<TimeSpan> RefusedAfterAsync(RequestGate gate)
    {
        while (true)
        {
            var entering = EnterAsync(gate, _mine);
            if (entering.IsFaulted)
            {
                return (await Assert.ThrowsAsync<InferenceException>(() => entering)).RetryAfter ?? default;
            }
        }
    }

    RequestGate Gate(int places, bool isShared = false) => new(places, isShared, owner => _limits.GetValueOrDefault(owner, new()), _time);

    static Task<RequestGate.Place> EnterAsync(RequestGate gate, OwnerId owner) => gate.EnterAsync(owner, RequestPriority.Interactive, default);

    // Both always have requests waiting. Whoever has a place is served a token at a time, as in one batch.
    static async Task<Dictionary<OwnerId, long>> FloodAsync(RequestGate gate, Func<OwnerId, int> tokensOf)
    {
        var served = new Dictionary<OwnerId, long> { [_mine] = 0, [_theirs] = 0 };
        var requests = new List<(OwnerId Owner, Task<RequestGate.Place> Place, int[] Left)>();
        for (var token = 0; token < 20_000; token++)
        {
            foreach (var owner in (OwnerId[])[_mine, _theirs])
            {
                while (requests.Count(request => request.Owner == owner && !request.Place.IsCompleted) < 4)
                {
                    requests.Add((owner, EnterAsync(gate, owner), [tokensOf(owner)]));
                }
            }

            foreach (var (owner, entered, left) in requests.Where(request => request.Place.IsCompletedSuccessfully).ToList())
            {
                var place = await entered;
                served[owner]++;
                place.Charge(0, 1);
                if (--left[0] == 0)
                {
                    place.Dispose();
                    requests.RemoveAll(request => request.Place == entered);
                }
            }
        }

        return served;
    }
}
