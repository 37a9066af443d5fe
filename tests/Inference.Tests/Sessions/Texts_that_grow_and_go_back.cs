using OnPremLlm.Inference.Tests.Support;

namespace OnPremLlm.Inference.Tests.Sessions;

/// <summary>The handle on a text that an engine reads piece by piece, with a real worker.</summary>
public sealed class Texts_that_grow_and_go_back : IAsyncLifetime, IAsyncDisposable
{
    readonly RealWorkers _workers = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public ValueTask DisposeAsync() => _workers.DisposeAsync();

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    [Fact]
    public async Task Only_what_is_new_is_read()
    {
        var session = new ModelSession(_workers.Model, RealWorkers.Owner, "visit");
        Append(session, "Doctor: Good morning, what brings you here?");
        var first = await session.PrefillAsync(default);
        Append(session, "\nPatient: A cough, for two weeks now.");

        var second = await session.PrefillAsync(default);

        Assert.Equal(0, first.ReusedTokens);
        Assert.Equal(first.PromptTokens, second.ReusedTokens);
        Assert.True(second.PromptTokens > first.PromptTokens);
    }

    [Fact]
    public async Task Back_at_a_mark_what_came_before_it_need_not_be_read_again_and_what_came_after_has_no_effect()
    {
        var session = new ModelSession(_workers.Model, RealWorkers.Owner, "visit");
        Append(session, "Doctor: Good morning, what brings you here?");
        var before = await session.PrefillAsync(default);
        var mark = session.Mark();
        Append(session, "\nPatient: Nothing at all, it was a mistake.");
        await TextAsync(session);

        session.RollBackTo(mark);
        Append(session, "\nPatient: A cough.");
        var started = await session.PrefillAsync(default);

        Assert.InRange(started.ReusedTokens, before.PromptTokens, started.PromptTokens - 3); // "Patient:" may be common to both
        var fresh = new ModelSession(_workers.Model, RealWorkers.Owner, "fresh");
        Append(fresh, "Doctor: Good morning, what brings you here?");
        Append(fresh, "\nPatient: A cough.");
        Assert.Equal(await TextAsync(fresh), await TextAsync(session));
    }

    [Fact]
    public async Task After_the_worker_ended_the_text_is_read_again()
    {
        var session = new ModelSession(_workers.Model, RealWorkers.Owner, "visit");
        Append(session, "Doctor: Good morning.");
        await session.PrefillAsync(default);
        await _workers.Supervisor.StopOwnerAsync(RealWorkers.Owner);

        var again = await session.PrefillAsync(default);

        Assert.Equal(0, again.ReusedTokens);
    }

    [Fact]
    public void A_mark_of_another_text_or_of_one_that_was_taken_away_is_refused()
    {
        var (session, other) = (new ModelSession(_workers.Model, RealWorkers.Owner, "a"), new ModelSession(_workers.Model, RealWorkers.Owner, "b"));
        var begin = session.Mark();
        Append(session, "one");
        var late = session.Mark();
        session.RollBackTo(begin);

        Assert.Throws<ArgumentException>(() => session.RollBackTo(late));
        Assert.Throws<ArgumentException>(() => session.RollBackTo(other.Mark()));
        Assert.Throws<ArgumentException>(() => session.RollBackTo(default));
    }

    [Fact]
    public async Task A_saved_session_is_restored_into_a_new_worker_and_goes_on()
    {
        var session = new ModelSession(_workers.Model, RealWorkers.Owner, "visit");
        Append(session, "Doctor: Good morning, what brings you here?");
        var read = await session.PrefillAsync(default);
        using var state = new MemoryStream();
        Assert.True(await session.SaveAsync(state, 1 << 30, default));
        await _workers.Supervisor.StopOwnerAsync(RealWorkers.Owner);
        state.Position = 0;

        Assert.True(await session.RestoreAsync(state, state.Length, default));
        Append(session, "\nPatient: A cough.");

        Assert.Equal(read.PromptTokens, (await session.PrefillAsync(default)).ReusedTokens);
    }

    [Fact]
    public async Task Another_owners_session_is_neither_saved_nor_touched()
    {
        var mine = new ModelSession(_workers.Model, RealWorkers.Owner, "visit");
        Append(mine, "Doctor: Good morning.");
        await mine.PrefillAsync(default);
        using var state = new MemoryStream();

        Assert.False(await _workers.Model.SaveSessionAsync(RealWorkers.Owner, "visit", state, 100, default)); // it has more
        Assert.False(await _workers.Model.SaveSessionAsync(RealWorkers.OtherOwner, "visit", state, 1 << 30, default));
        Assert.Equal(0, state.Length);
    }

    [Fact]
    public async Task Bytes_that_do_not_authenticate_stop_the_restoring_and_the_worker_goes_on()
    {
        var session = new ModelSession(_workers.Model, RealWorkers.Owner, "visit");
        Append(session, "Doctor: Good morning, what brings you here?");
        await session.PrefillAsync(default);
        using var saved = new MemoryStream();
        await session.SaveAsync(saved, 1 << 30, default);
        await _workers.Model.CloseSessionAsync(RealWorkers.Owner, "visit", default);
        var process = _workers.StatusOf(RealWorkers.Owner).ProcessId;

        await Assert.ThrowsAsync<IOException>(async () => await session.RestoreAsync(new Failing(saved.ToArray()), saved.Length, default));

        Assert.Equal(0, (await session.PrefillAsync(default)).ReusedTokens);
        Assert.Equal(process, _workers.StatusOf(RealWorkers.Owner).ProcessId);
    }

    static void Append(ModelSession session, string text) => session.Append(new PromptPart.Text(text));

    static async Task<string> TextAsync(ModelSession session)
    {
        var text = "";
        await foreach (var update in session.GenerateAsync(new() { Prompt = new(), MaxTokens = 12 }, default))
        {
            text += update is GenerationUpdate.Text piece ? piece.Value : "";
        }

        return text;
    }

    /// <summary>All of the bytes, and then a failure in place of the end.</summary>
    sealed class Failing(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer) is > 0 and var read ? read : throw new IOException("tampered");

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));
    }
}
