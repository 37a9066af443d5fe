using OnPremLlm.Inference.Tests.Support;
using static OnPremLlm.Inference.Tests.Support.RealWorkers;

namespace OnPremLlm.Inference.Tests.Scheduling;

/// <summary>Two owners on the product's own workers, each mode.</summary>
public sealed class Real_workers_of_two_owners
{
    [Fact]
    public async Task Dedicated_workers_on_one_leased_core_take_turns_and_both_finish()
    {
        await using var workers = new RealWorkers(options => options.ComputeThreads = 1);

        var answers = await Task.WhenAll(workers.Model.TextAsync(Owner, Long), workers.Model.TextAsync(OtherOwner, Long));

        Assert.All(answers, Assert.NotEmpty);
        Assert.NotEqual(workers.StatusOf(Owner).ProcessId, workers.StatusOf(OtherOwner).ProcessId);
    }

    [Fact]
    public async Task A_killed_worker_gives_its_core_back()
    {
        await using var workers = new RealWorkers(options => options.ComputeThreads = 1);
        await workers.Model.TextAsync(Owner);
        await foreach (var _ in workers.Model.GenerateAsync(Owner, Long, default))
        {
            break; // it holds the grant
        }

        Signal("KILL", workers.StatusOf(Owner).ProcessId);

        Assert.NotEmpty(await workers.Model.TextAsync(OtherOwner));
    }

    [Fact]
    public async Task A_shared_worker_serves_both_and_neither_finds_the_others_prefix()
    {
        await using var workers = new RealWorkers(options => options.Isolation = IsolationMode.Shared);
        var prompt = Requests.Of("Doctor: the very same words in both clinics.", 4) with { Session = "visit" };

        var (mine, again, theirs) = (await ReusedAsync(workers, Owner, prompt), await ReusedAsync(workers, Owner, prompt), await ReusedAsync(workers, OtherOwner, prompt));

        Assert.Equal((0, 0), (mine, theirs));
        Assert.True(again > 0);
        Assert.Single(workers.Supervisor.Workers);
    }

    [Fact]
    public async Task Stopping_an_owner_in_a_shared_worker_forgets_it_and_leaves_the_other_alone()
    {
        await using var workers = new RealWorkers(options => options.Isolation = IsolationMode.Shared);
        var prompt = Requests.Of("Doctor: some words.", 4) with { Session = "visit" };
        await ReusedAsync(workers, Owner, prompt);
        await ReusedAsync(workers, OtherOwner, prompt);

        await workers.Supervisor.StopOwnerAsync(Owner);

        Assert.Equal(0, await ReusedAsync(workers, Owner, prompt));
        Assert.True(await ReusedAsync(workers, OtherOwner, prompt) > 0);
    }

    [Fact]
    public async Task A_shared_worker_that_is_killed_fails_all_its_requests_as_retryable_and_the_next_one_serves_both()
    {
        await using var workers = new RealWorkers(options => options.Isolation = IsolationMode.Shared);
        await workers.Model.TextAsync(Owner);
        var running = workers.Model.TextAsync(OtherOwner, Long);

        Signal("KILL", workers.Supervisor.Workers.Single().ProcessId);

        Assert.True((await Assert.ThrowsAsync<InferenceException>(() => running)).Retryable);
        Assert.NotEmpty(await workers.Model.TextAsync(Owner));
        Assert.NotEmpty(await workers.Model.TextAsync(OtherOwner));
    }

    static async Task<int> ReusedAsync(RealWorkers workers, OwnerId owner, GenerationRequest request)
    {
        var reused = 0;
        await foreach (var update in workers.Model.GenerateAsync(owner, request, default))
        {
            reused = update is GenerationUpdate.Started started ? started.ReusedTokens : reused;
        }

        return reused;
    }
}
