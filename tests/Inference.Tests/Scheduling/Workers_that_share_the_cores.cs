using Microsoft.Extensions.Time.Testing;
using OnPremLlm.Inference.Tests.Support;

namespace OnPremLlm.Inference.Tests.Scheduling;

/// <summary>Grants of the machine's cores to workers that would slow each other down.</summary>
public sealed class Workers_that_share_the_cores
{
    readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_worker_alone_keeps_its_grant()
    {
        var mine = Add(new(cores: 2, _time), ScriptedSupervision.Owner, 1);

        mine.Holder.Wanted();
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(["grant"], mine.Told);
    }

    [Fact]
    public void Together_they_never_have_more_threads_than_cores()
    {
        var leases = new ComputeLeases(cores: 2, _time);
        var workers = Enumerable.Range(0, 4).Select(_ => Add(leases, new(Guid.NewGuid()), 1)).ToList();

        workers.ForEach(worker => worker.Holder.Wanted());

        Assert.Equal(2, workers.Count(worker => worker.Told.Contains("grant") || worker.Told.Contains("grant contended")));
    }

    [Fact]
    public void Who_waits_gets_the_cores_after_the_others_turn_and_not_before_they_are_given_back()
    {
        var leases = new ComputeLeases(cores: 1, _time);
        var (mine, theirs) = (Add(leases, ScriptedSupervision.Owner, 1), Add(leases, ScriptedSupervision.OtherOwner, 1));
        mine.Holder.Wanted();
        theirs.Holder.Wanted();
        Assert.DoesNotContain("recall", mine.Told);

        _time.Advance(ComputeLeases.Turn);
        Assert.Equal("recall", mine.Told[^1]);
        Assert.Empty(theirs.Told);
        mine.Holder.Returned(100, 10, wanted: true);

        Assert.Equal(["grant contended"], theirs.Told);
    }

    /// <summary>It says that it has nothing to do only when it is asked.</summary>
    [Fact]
    public void A_worker_that_became_idle_gives_its_core_to_the_third()
    {
        var leases = new ComputeLeases(cores: 2, _time);
        var workers = Enumerable.Range(0, 3).Select(_ => Add(leases, new(Guid.NewGuid()), 1)).ToList();
        workers[0].Holder.Wanted(); // evaluates nothing after this
        _time.Advance(ComputeLeases.Turn);
        workers[1].Holder.Wanted();
        _time.Advance(ComputeLeases.Turn);
        workers[2].Holder.Wanted();

        Assert.Equal(["recall"], workers[0].Told.Where(told => told == "recall"));
        Assert.DoesNotContain("recall", workers[1].Told);
        workers[0].Holder.Returned(0, 0, wanted: false);
        Assert.Equal(["grant contended"], workers[2].Told);
    }

    [Fact]
    public void A_worker_that_is_alone_again_may_evaluate_long_batches_again()
    {
        var leases = new ComputeLeases(cores: 1, _time);
        var (mine, theirs) = (Add(leases, ScriptedSupervision.Owner, 1), Add(leases, ScriptedSupervision.OtherOwner, 1));
        theirs.Holder.Wanted();
        mine.Holder.Wanted();
        _time.Advance(ComputeLeases.Turn);
        theirs.Holder.Returned(10, 0, wanted: false);
        Assert.Equal(["grant contended"], mine.Told);

        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal("grant", mine.Told[^1]);
    }

    [Fact]
    public void Turns_go_by_tokens_not_by_turns()
    {
        var leases = new ComputeLeases(cores: 1, _time);
        var (mine, theirs) = (Add(leases, ScriptedSupervision.Owner, 1), Add(leases, ScriptedSupervision.OtherOwner, 1));
        var served = new Dictionary<ComputeHolder, int> { [mine.Holder] = 0, [theirs.Holder] = 0 };
        mine.Holder.Wanted();
        theirs.Holder.Wanted();
        for (var turn = 0; turn < 1_000; turn++)
        {
            _time.Advance(ComputeLeases.Turn);
            var holder = mine.Told.Count > 0 && mine.Told[^1] == "recall" ? mine : theirs;
            var tokens = holder == mine ? 90 : 10; // this one is nine times as fast
            served[holder.Holder] += tokens;
            holder.Told.Clear();
            holder.Holder.Returned(tokens, 0, wanted: true);
        }

        Assert.InRange(served[mine.Holder] / (double)served[theirs.Holder], 0.95, 1.05);
    }

    [Fact]
    public void Twice_the_weight_gets_twice_the_tokens()
    {
        var leases = new ComputeLeases(cores: 1, _time, owner => owner == ScriptedSupervision.Owner ? 2 : 1);
        var (mine, theirs) = (Add(leases, ScriptedSupervision.Owner, 1), Add(leases, ScriptedSupervision.OtherOwner, 1));
        var served = new Dictionary<ComputeHolder, int> { [mine.Holder] = 0, [theirs.Holder] = 0 };
        mine.Holder.Wanted();
        theirs.Holder.Wanted();
        for (var turn = 0; turn < 1_000; turn++)
        {
            _time.Advance(ComputeLeases.Turn);
            var holder = mine.Told.Count > 0 && mine.Told[^1] == "recall" ? mine : theirs;
            served[holder.Holder] += 10;
            holder.Told.Clear();
            holder.Holder.Returned(10, 0, wanted: true);
        }

        Assert.InRange(served[mine.Holder] / (double)served[theirs.Holder], 1.9, 2.1);
    }

    [Fact]
    public void Two_workers_of_one_owner_share_that_owners_turns()
    {
        var leases = new ComputeLeases(cores: 1, _time);
        var workers = new[] { Add(leases, ScriptedSupervision.Owner, 1), Add(leases, ScriptedSupervision.Owner, 1), Add(leases, ScriptedSupervision.OtherOwner, 1) };
        var served = workers.ToDictionary(worker => worker.Holder, _ => 0);
        Array.ForEach(workers, worker => worker.Holder.Wanted());
        for (var turn = 0; turn < 900; turn++)
        {
            _time.Advance(ComputeLeases.Turn);
            var holder = workers.First(worker => worker.Told.Count > 0 && worker.Told[^1] == "recall");
            served[holder.Holder] += 10;
            holder.Told.Clear();
            holder.Holder.Returned(10, 0, wanted: true);
        }

        Assert.InRange((served[workers[0].Holder] + served[workers[1].Holder]) / (double)served[workers[2].Holder], 0.95, 1.05);
    }

    [Fact]
    public void What_a_dead_worker_held_goes_to_the_others()
    {
        var leases = new ComputeLeases(cores: 1, _time);
        var (mine, theirs) = (Add(leases, ScriptedSupervision.Owner, 1), Add(leases, ScriptedSupervision.OtherOwner, 1));
        mine.Holder.Wanted();
        theirs.Holder.Wanted();

        mine.Holder.Dispose();

        Assert.Equal(["grant"], theirs.Told);
    }

    [Fact]
    public void A_worker_with_more_threads_than_the_machine_has_cores_is_granted_all_of_them()
    {
        var mine = Add(new(cores: 2, _time), ScriptedSupervision.Owner, 16);

        mine.Holder.Wanted();

        Assert.Equal(["grant"], mine.Told);
    }

    static (ComputeHolder Holder, List<string> Told) Add(ComputeLeases leases, OwnerId owner, int threads)
    {
        var told = new List<string>();
        return (leases.Add(owner, threads, contended => told.Add(contended ? "grant contended" : "grant"), () => told.Add("recall")), told);
    }
}
