using Grpc.Core;
using OnPremLlm.Inference.Worker.Tests.Support;

namespace OnPremLlm.Inference.Worker.Tests.Generation;

/// <summary>Sessions keep what their owner sent, and nobody else finds it.</summary>
public sealed class SessionTests : IAsyncLifetime, IDisposable
{
    const string Visit = "the same long transcript that two clinics happen to have, word for word";
    TinyModel model = null!; // both set by InitializeAsync
    InProcessWorker worker = null!;

    public async Task InitializeAsync()
    {
        model = new(TinyModel.ChatMl);
        worker = await InProcessWorker.StartAsync(model.Options with { Context = 2048, Sequences = 2 });
    }

    public Task DisposeAsync() => worker.DisposeAsync().AsTask();

    public void Dispose() => model.Dispose();

    [Fact]
    public async Task A_prefilled_session_is_reused_and_gives_the_text_that_an_unkept_request_gives()
    {
        var fresh = await CompleteAsync("a", "", Visit);
        var prefill = await CompleteAsync("a", "visit", Visit[..40], maxTokens: 0);
        var kept = await CompleteAsync("a", "visit", Visit);
        var again = await CompleteAsync("a", "visit", Visit);

        Assert.Equal((0, 0), (prefill.Finished.CompletionTokens, prefill.Started.ReusedTokens));
        Assert.InRange(kept.Started.ReusedTokens, 20, kept.Started.PromptTokens - 1);
        Assert.Equal(again.Started.PromptTokens - 1, again.Started.ReusedTokens);
        Assert.Equal(fresh.Text, kept.Text);
        Assert.Equal(fresh.Text, again.Text);
    }

    [Fact]
    public async Task A_session_rolls_back_to_where_the_next_prompt_differs()
    {
        await CompleteAsync("a", "visit", Visit + " section one");
        var second = await CompleteAsync("a", "visit", Visit + " other words");
        var fresh = await CompleteAsync("a", "", Visit + " other words");

        Assert.InRange(second.Started.ReusedTokens, 20, second.Started.PromptTokens - 5);
        Assert.Equal(fresh.Text, second.Text);
    }

    [Fact]
    public async Task The_same_session_name_and_prompt_of_another_owner_finds_nothing()
    {
        var mine = await CompleteAsync("a", "visit", Visit);
        var mineAgain = await CompleteAsync("a", "visit", Visit);
        var theirs = await CompleteAsync("b", "visit", Visit);
        var otherSession = await CompleteAsync("a", "visit2", Visit);

        Assert.True(mineAgain.Started.ReusedTokens > 0);
        Assert.Equal(0, theirs.Started.ReusedTokens);
        Assert.Equal(0, otherSession.Started.ReusedTokens);
        Assert.Equal(mine.Text, theirs.Text);
    }

    [Fact]
    public async Task Closing_anothers_session_closes_nothing()
    {
        await CompleteAsync("a", "visit", Visit);

        Assert.False(await CloseAsync("b", "visit"));
        Assert.True((await CompleteAsync("a", "visit", Visit)).Started.ReusedTokens > 0);
    }

    [Fact]
    public async Task A_closed_session_is_forgotten()
    {
        await CompleteAsync("a", "visit", Visit);

        Assert.True(await CloseAsync("a", "visit"));
        Assert.False(await CloseAsync("a", "visit"));
        Assert.Equal(0, (await CompleteAsync("a", "visit", Visit)).Started.ReusedTokens);
    }

    [Fact]
    public async Task Without_a_session_nothing_is_kept()
    {
        await CompleteAsync("a", "", Visit);

        Assert.Equal(0, (await CompleteAsync("a", "", Visit)).Started.ReusedTokens);
    }

    [Fact]
    public async Task The_session_idle_longest_makes_room()
    {
        await CompleteAsync("a", "first", Visit);
        await CompleteAsync("a", "second", Visit);
        await CompleteAsync("a", "first", Visit);
        await CompleteAsync("b", "third", Visit);

        Assert.True((await CompleteAsync("a", "first", Visit)).Started.ReusedTokens > 0);
        Assert.Equal(0, (await CompleteAsync("a", "second", Visit)).Started.ReusedTokens);
    }

    /// <summary>Attack: ever new sessions, to push out what others have in memory.</summary>
    [Fact]
    public async Task Of_two_owners_who_comes_with_new_sessions_pushes_out_its_own()
    {
        await CompleteAsync("quiet", "kept", Visit);
        await CompleteAsync("flood", "1", Visit);
        await CompleteAsync("flood", "2", Visit);
        await CompleteAsync("flood", "3", Visit);

        Assert.True((await CompleteAsync("quiet", "kept", Visit)).Started.ReusedTokens > 0);
    }

    [Fact]
    public async Task What_an_open_visit_was_read_into_is_taken_by_no_other_kind_of_request()
    {
        await OfVisitAsync("a", "first", Visit);
        await OfVisitAsync("a", "second", Visit);

        var own = await Completion.FailureOfAsync(worker.Generation, Requests.Text("x", owner: "a"));
        var other = await Completion.FailureOfAsync(worker.Generation, Requests.Text("x", owner: "b"));

        Assert.Equal((StatusCode.ResourceExhausted, StatusCode.ResourceExhausted), (own.StatusCode, other.StatusCode));
        Assert.Contains("open", own.Detail, StringComparison.Ordinal);
        Assert.True((await OfVisitAsync("a", "first", Visit)).Started.ReusedTokens > 0);
    }

    [Fact]
    public async Task A_visit_that_begins_takes_the_place_of_the_one_that_was_silent_longest()
    {
        await OfVisitAsync("a", "first", Visit);
        await OfVisitAsync("a", "second", Visit);
        await OfVisitAsync("b", "third", Visit); // a has two and b none: one of them

        Assert.True((await OfVisitAsync("a", "second", Visit)).Started.ReusedTokens > 0);
        await OfVisitAsync("a", "fourth", Visit); // now b's one is not to be had
        Assert.True((await OfVisitAsync("b", "third", Visit)).Started.ReusedTokens > 0);
    }

    [Fact]
    public async Task A_busy_session_is_aborted_and_busy_sequences_are_exhausted()
    {
        using var first = worker.Generation.Generate(Requests.EndlessText("a", "visit"));
        using var second = worker.Generation.Generate(Requests.EndlessText("a", "other"));
        Assert.True(await first.ResponseStream.MoveNext());
        Assert.True(await second.ResponseStream.MoveNext());

        var busy = await Completion.FailureOfAsync(worker.Generation, Requests.Text("x", owner: "a", session: "visit"));
        var full = await Completion.FailureOfAsync(worker.Generation, Requests.Text("x", owner: "b"));

        Assert.Equal(StatusCode.Aborted, busy.StatusCode);
        Assert.Equal(StatusCode.ResourceExhausted, full.StatusCode);
    }

    [Fact]
    public async Task Closing_a_busy_session_ends_its_request()
    {
        using var lease = worker.Generation.Compute(); // without a grant the request cannot end by itself
        await lease.ResponseHeadersAsync;
        using var call = worker.Generation.Generate(Requests.EndlessText("a", "visit"));
        Assert.True(await call.ResponseStream.MoveNext());

        Assert.True(await CloseAsync("a", "visit"));

        var end = await Assert.ThrowsAsync<RpcException>(async () => await call.ResponseStream.ReadAllAsync().LastAsync());
        Assert.Equal(StatusCode.Aborted, end.StatusCode);
    }

    [Fact]
    public async Task A_cancelled_request_gives_its_sequence_back()
    {
        await using var roomy = await InProcessWorker.StartAsync(model.Options with { Context = 12_288, Sequences = 2 });
        using var other = roomy.Generation.Generate(Requests.EndlessText("a", "keeps one busy", maxTokens: 12_000));
        Assert.True(await other.ResponseStream.MoveNext());
        using (var call = roomy.Generation.Generate(Requests.EndlessText("a", "visit", maxTokens: 12_000)))
        {
            Assert.True(await call.ResponseStream.MoveNext());
        }

        // The cancellation reaches the worker some time after the client has let go: asked until it has.
        Completion? next = null;
        while (next is null)
        {
            try
            {
                next = await Completion.OfAsync(roomy.Generation, Requests.Text("x", owner: "b"));
            }
            catch (RpcException full) when (full.StatusCode == StatusCode.ResourceExhausted)
            {
            }
        }

        // Both write a token in each turn and this one began first: while it still writes, the other cannot have come to its own end.
        Assert.True((await roomy.Generation.CloseSessionAsync(new() { Owner = "a", Session = "keeps one busy" })).Existed);
        var end = await Assert.ThrowsAsync<RpcException>(async () => await other.ResponseStream.ReadAllAsync().LastAsync());
        Assert.Equal(StatusCode.Aborted, end.StatusCode);
    }

    Task<Completion> OfVisitAsync(string owner, string session, string prompt)
    {
        var request = Requests.Text(prompt, 1, owner, session);
        request.OfOpenVisit = true;
        return Completion.OfAsync(worker.Generation, request);
    }

    Task<Completion> CompleteAsync(string owner, string session, string prompt, int maxTokens = 12) =>
        Completion.OfAsync(worker.Generation, Requests.Text(prompt, maxTokens, owner, session));

    async Task<bool> CloseAsync(string owner, string session) => (await worker.Generation.CloseSessionAsync(new() { Owner = owner, Session = session })).Existed;
}
