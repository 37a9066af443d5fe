using Microsoft.Extensions.Logging;
using OnPremLlm.Inference.Tests.Support;
using static OnPremLlm.Inference.Tests.Support.ScriptedSupervision;

namespace OnPremLlm.Inference.Tests.Registry;

/// <summary>Scripted workers; each takes what its entry says and 160 MiB for itself.</summary>
public sealed class Workers_within_a_memory_budget : IAsyncDisposable
{
    const long MiB = 1 << 20;
    readonly ScriptedSupervision _supervision = new();

    public Workers_within_a_memory_budget()
    {
        _supervision.Installation.Install(Named("one"), Named("two"), Named("three"));
        _supervision.Options.MemoryBudgetBytes = 600 * MiB; // two of them
    }

    public ValueTask DisposeAsync() => _supervision.DisposeAsync();

    [Fact]
    public async Task The_least_recently_used_one_makes_room()
    {
        await Model("one").TextAsync(Owner);
        _supervision.Time.Advance(TimeSpan.FromSeconds(1));
        await Model("two").TextAsync(Owner);
        _supervision.Time.Advance(TimeSpan.FromSeconds(1));
        await Model("one").TextAsync(Owner);
        _supervision.Time.Advance(TimeSpan.FromSeconds(1));
        await Model("three").TextAsync(Owner);

        Assert.Equal(["one", "three"], Running());
    }

    [Fact]
    public async Task Those_in_use_stay_and_who_finds_no_room_is_told_what_it_needs()
    {
        await using var first = await BeginAsync("one");
        await using var second = await BeginAsync("two");

        var refused = await Model("three").FailsAsync(Owner);

        Assert.Equal((InferenceFailure.Busy, true), (refused.Failure, refused.Retryable));
        Assert.Contains("three needs about 260 MiB, all models together may take 600 MiB", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["one", "two"], Running());
        Assert.Equal(LogLevel.Information, Assert.Single(_supervision.Log.Lines, line => line.Event == 1113).Level);
        Assert.DoesNotContain(_supervision.Log.Lines, line => line.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task There_is_room_again_as_soon_as_a_request_ends()
    {
        await using (await BeginAsync("one"))
        await using (await BeginAsync("two"))
        {
            await Model("three").FailsAsync(Owner);
        }

        Assert.NotEmpty(await Model("three").TextAsync(Owner));
    }

    [Fact]
    public async Task An_open_session_keeps_its_worker_until_it_is_closed()
    {
        await Model("one").TextAsync(Owner, Requests.Short with { Session = "visit-1", IsOfOpenVisit = true });
        await Model("two").TextAsync(Owner, Requests.Short with { Session = "visit-2", IsOfOpenVisit = true });
        Assert.Equal(InferenceFailure.Busy, (await Model("three").FailsAsync(Owner)).Failure);

        await Model("two").CloseSessionAsync(Owner, "visit-2", default);
        await Model("three").TextAsync(Owner);

        Assert.Equal(["one", "three"], Running());
    }

    [Fact]
    public async Task A_session_that_is_no_visits_keeps_no_memory_from_others()
    {
        await Model("one").TextAsync(Owner, Requests.Short with { Session = "a program's cache key" });
        await Model("two").TextAsync(Owner, Requests.Short with { Session = "a program's cache key" });

        Assert.NotEmpty(await Model("three").TextAsync(OtherOwner));
    }

    [Fact]
    public async Task Mapped_weights_count_once_for_all_owners()
    {
        _supervision.Options.MemoryBudgetBytes = 420 * MiB; // 100 once and twice 160

        await Model("one").TextAsync(Owner);
        await Model("one").TextAsync(OtherOwner);

        Assert.Equal(["one", "one"], Running());
    }

    [Fact]
    public async Task A_model_that_is_too_large_alone_evicts_nobody()
    {
        await Model("one").TextAsync(Owner);
        _supervision.Installation.Install(Named("one"), Named("huge") with { SizeBytes = 700 * MiB });

        var refused = await Model("huge").FailsAsync(Owner);

        Assert.Equal((InferenceFailure.Misconfigured, false), (refused.Failure, refused.Retryable));
        Assert.Contains("huge needs about 860 MiB and all models together may take 600 MiB", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["one"], Running());
    }

    [Fact]
    public async Task A_changed_model_is_loaded_anew_and_the_old_one_ends_after_its_last_answer()
    {
        await using (await BeginAsync("one"))
        {
            _supervision.Installation.Install(Named("one") with { Sequences = 2 });
            await Model("one").TextAsync(Owner);

            Assert.Equal([false, false], _supervision.Launcher.Started.Select(process => process.Exited.IsCompleted));
        }

        Assert.Equal([true, false], _supervision.Launcher.Started.Select(process => process.Exited.IsCompleted));
    }

    /// <summary>As a purge needs it: the visit's model may have been exchanged since, and its worker may be answering somebody still.</summary>
    [Fact]
    public async Task A_closed_session_is_forgotten_by_every_worker_that_may_hold_it_and_by_no_other_owners()
    {
        await Model("two").TextAsync(OtherOwner);
        await using (await BeginAsync("one"))
        {
            _supervision.Installation.Install(Named("one") with { Sequences = 2 }, Named("two"));
            await Model("one").TextAsync(Owner);

            await Model("one").CloseSessionAsync(Owner, "visit", default);
        }

        Assert.Equal([false, true, true], _supervision.Launcher.Started.Select(process => process.Worker.Closed.Contains(($"{Owner}", "visit"))));
    }

    [Fact]
    public async Task A_session_is_closed_also_when_its_model_is_in_no_catalog_any_more()
    {
        var model = Model("one");
        await model.TextAsync(Owner);
        _supervision.Installation.Install(Named("two"));

        await model.CloseSessionAsync(Owner, "visit", default);

        Assert.Contains(($"{Owner}", "visit"), _supervision.Launcher.Started[0].Worker.Closed);
    }

    [Fact]
    public async Task A_removed_model_is_let_go_in_the_next_round()
    {
        await Model("one").TextAsync(Owner);
        _supervision.Installation.Install(Named("two"));
        await _supervision.Supervisor.CheckAsync();

        Assert.Null(_supervision.Models.Find(Owner, "one"));
        Assert.Empty(Running());
    }

    [Fact]
    public async Task Each_model_is_kept_as_long_as_its_entry_says()
    {
        _supervision.Installation.Install(Named("one") with { KeepAlive = TimeSpan.FromMinutes(30) }, Named("two"));
        await Model("one").TextAsync(Owner);
        await Model("two").TextAsync(Owner);

        _supervision.Time.Advance(TimeSpan.FromMinutes(20));
        await _supervision.Supervisor.CheckAsync();
        Assert.Equal(["one"], Running());

        _supervision.Time.Advance(TimeSpan.FromMinutes(10));
        await _supervision.Supervisor.CheckAsync();
        Assert.Empty(Running());
    }

    CatalogModel Named(string id) => _supervision.Installation.Entry(id) with { SizeBytes = 100 * MiB };

    ILanguageModel Model(string id) => _supervision.Models.Find(Owner, id)!; // a missing one fails the test

    IEnumerable<string> Running() => _supervision.Supervisor.Workers.Where(worker => worker.State is WorkerState.Ready).Select(worker => worker.Model).Order();

    /// <summary>A request that has begun; disposing it ends it.</summary>
    async Task<IAsyncEnumerator<GenerationUpdate>> BeginAsync(string id)
    {
        _supervision.Launcher.Script = worker => worker.OnGenerate = async (_, events, call) =>
        {
            await events.WriteAsync(new() { Started = new() });
            await Task.Delay(Timeout.Infinite, call.CancellationToken);
        };
        var request = Model(id).GenerateAsync(Owner, Requests.Short, default).GetAsyncEnumerator();
        Assert.True(await request.MoveNextAsync());
        _supervision.Launcher.Script = _ => { };
        return request;
    }
}
