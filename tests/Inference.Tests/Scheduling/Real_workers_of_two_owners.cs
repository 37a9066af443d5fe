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
    public async Task Stopping_an_owner_in_the_middle_of_its_answer_leaves_the_other_answer_alone()
    {
        await using var workers = new RealWorkers(options => options.Isolation = IsolationMode.Shared);
        await workers.Model.TextAsync(Owner);
        var process = workers.Supervisor.Workers.Single().ProcessId;
        var other = workers.Model.TextAsync(OtherOwner, Long);
        var mine = workers.Model.TextAsync(Owner, Long);

        await workers.Supervisor.StopOwnerAsync(Owner);

        await Task.WhenAny(mine);
        Assert.NotEmpty(await other);
        Assert.Equal(process, workers.Supervisor.Workers.Single().ProcessId);
    }

    /// <summary>Attack: few states of very many ways each; it took 80 seconds of everybody's thread and then the heap of the worker.</summary>
    [Fact]
    public async Task A_schema_that_is_read_in_very_many_ways_ends_alone()
    {
        await using var workers = new RealWorkers(options => options.Isolation = IsolationMode.Shared);
        static string Ways(string inner) =>
            "{\"anyOf\":[" + string.Join(',', Enumerable.Repeat("{\"type\":\"array\",\"items\":{\"$ref\":\"#/$defs/" + inner + "\"},\"minItems\":1,\"maxItems\":1}", 12)) + "]}";
        var schema = "{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":" + Ways("b") + ",\"b\":" + Ways("c") + ",\"c\":" + Ways("s") + ",\"s\":{\"type\":\"string\",\"minLength\":1900,\"maxLength\":2000}}}";
        using var document = System.Text.Json.JsonDocument.Parse(schema);
        var hostile = Requests.Of("Doctor: hello.", 300) with { Grammar = OnPremLlm.Inference.Structured.JsonSchemaGrammar.Compile(document.RootElement), Temperature = 1, TopP = 0.9f };

        var attack = Task.WhenAll(Enumerable.Range(0, 3).Select(async _ =>
        {
            try
            {
                await workers.Model.TextAsync(Owner, hostile);
            }
            catch (InferenceException refused) when (refused.Failure is InferenceFailure.InvalidRequest)
            {
            }
        }));
        Assert.NotEmpty(await workers.Model.TextAsync(OtherOwner));
        await attack;

        Assert.Equal(0, workers.Supervisor.Workers.Single().Restarts);
        Assert.NotEmpty(await workers.Model.TextAsync(OtherOwner));
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
