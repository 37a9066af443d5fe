using Google.Protobuf;
using Grpc.Core;
using OnPremLlm.Inference.Protocol;
using OnPremLlm.Inference.Worker.Tests.Support;

namespace OnPremLlm.Inference.Worker.Tests.Generation;

/// <summary>Sessions that are copied out of a worker and brought back, into the same one or another.</summary>
public sealed class SavedSessionTests : IAsyncLifetime, IDisposable
{
    const string Visit = "the transcript of a visit that goes on tomorrow, with some words more so that it is worth keeping";

    TinyModel model = null!; // both set by InitializeAsync
    InProcessWorker worker = null!;

    public async Task InitializeAsync()
    {
        model = new(TinyModel.ChatMl);
        worker = await InProcessWorker.StartAsync(model.Options with { Context = 1024, Sequences = 3 });
    }

    public Task DisposeAsync() => worker.DisposeAsync().AsTask();

    public void Dispose() => model.Dispose();

    [Fact]
    public async Task A_saved_session_goes_on_in_another_worker_and_in_another_place_as_if_it_had_stayed()
    {
        await CompleteAsync(worker, "visit", Visit, maxTokens: 0);
        var saved = await SaveAsync(worker);
        var expected = await CompleteAsync(worker, "visit", Visit + " and then");
        await using var other = await InProcessWorker.StartAsync(model.Options with { Context = 512, Sequences = 2 });
        await CompleteAsync(other, "already here", "something else"); // so that it gets the second place

        var tokens = await RestoreAsync(other, saved);
        var answer = await CompleteAsync(other, "visit", Visit + " and then");

        Assert.InRange(answer.Started.ReusedTokens, tokens - 3, tokens);
        Assert.Equal(expected.Text, answer.Text);
        Assert.True((await CompleteAsync(other, "already here", "something else")).Started.ReusedTokens > 0);
    }

    [Fact]
    public async Task A_session_that_was_rolled_back_and_grew_again_is_saved_as_it_is_now()
    {
        await CompleteAsync(worker, "visit", Visit + " which was said by mistake");
        await CompleteAsync(worker, "visit", Visit + " and corrected", maxTokens: 4);
        var saved = await SaveAsync(worker);
        var expected = await CompleteAsync(worker, "visit", Visit + " and corrected");
        await worker.Generation.CloseSessionAsync(new() { Owner = "owner", Session = "visit" });

        await RestoreAsync(worker, saved);

        var answer = await CompleteAsync(worker, "visit", Visit + " and corrected");
        Assert.Equal((expected.Text, answer.Started.PromptTokens - 1), (answer.Text, answer.Started.ReusedTokens));
    }

    /// <summary>A draft may have to be gone before the transcript that it was made of.</summary>
    [Fact]
    public async Task What_it_answered_is_not_saved()
    {
        var prompt = (await CompleteAsync(worker, "visit", Visit, maxTokens: 0)).Started.PromptTokens;
        var before = (await SaveAsync(worker)).Length;
        await CompleteAsync(worker, "visit", Visit, maxTokens: 40);

        var after = await SaveAsync(worker);

        Assert.Equal(before, after.Length);
        await worker.Generation.CloseSessionAsync(new() { Owner = "owner", Session = "visit" });
        Assert.Equal(prompt, await RestoreAsync(worker, after));
    }

    [Fact]
    public async Task Saving_takes_nothing_away_of_what_was_sent_and_finds_nobody_elses()
    {
        await CompleteAsync(worker, "visit", Visit, maxTokens: 0);

        await SaveAsync(worker);

        Assert.True((await CompleteAsync(worker, "visit", Visit)).Started.ReusedTokens > 0);
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => SaveAsync(worker, owner: "other"))).StatusCode);
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => SaveAsync(worker, session: "none"))).StatusCode);
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => SaveAsync(worker, session: ""))).StatusCode);
    }

    [Fact]
    public async Task A_session_that_is_there_is_not_overwritten()
    {
        await CompleteAsync(worker, "visit", Visit, maxTokens: 0);
        var saved = await SaveAsync(worker);

        Assert.Equal(StatusCode.Aborted, (await Assert.ThrowsAsync<RpcException>(() => RestoreAsync(worker, saved))).StatusCode);
    }

    [Fact]
    public async Task Of_another_model_it_is_refused()
    {
        await CompleteAsync(worker, "visit", Visit, maxTokens: 0);
        var saved = await SaveAsync(worker);
        using var changed = new TinyModel(TinyModel.ChatMl with { Seed = 2 });
        await using var other = await InProcessWorker.StartAsync(changed.Options with { Context = 1024 });

        Assert.Equal(StatusCode.FailedPrecondition, (await Assert.ThrowsAsync<RpcException>(() => RestoreAsync(other, saved))).StatusCode);
    }

    [Fact]
    public async Task Longer_than_the_context_it_is_refused()
    {
        await CompleteAsync(worker, "visit", string.Join(' ', Enumerable.Repeat(Visit, 8)), maxTokens: 0);
        var saved = await SaveAsync(worker);
        await using var small = await InProcessWorker.StartAsync(model.Options with { Context = 256 });

        Assert.Equal(StatusCode.FailedPrecondition, (await Assert.ThrowsAsync<RpcException>(() => RestoreAsync(small, saved))).StatusCode);
    }

    /// <summary>Every byte of the head and every length: what is not refused holds other keys and values at worst, and the worker lives.</summary>
    [Fact]
    public async Task Damaged_it_is_refused_or_harmless_and_never_asks_for_memory_without_end()
    {
        await CompleteAsync(worker, "visit", Visit, maxTokens: 0);
        var saved = await SaveAsync(worker);
        await worker.Generation.CloseSessionAsync(new() { Owner = "owner", Session = "visit" });

        for (var at = 0; at < 600; at++)
        {
            var damaged = saved.ToArray();
            damaged[at] ^= 0x80;
            await TryAsync(damaged);
        }

        foreach (var length in (int[])[0, 1, 163, 164, 200, saved.Length - 1])
        {
            await Assert.ThrowsAsync<RpcException>(() => RestoreAsync(worker, saved[..length]));
        }

        await Assert.ThrowsAsync<RpcException>(() => RestoreAsync(worker, [.. saved, 0]));
        await RestoreAsync(worker, saved);
        Assert.True((await CompleteAsync(worker, "visit", Visit)).Started.ReusedTokens > 0);
    }

    async Task TryAsync(byte[] damaged)
    {
        try
        {
            await RestoreAsync(worker, damaged);
            await CompleteAsync(worker, "visit", Visit, maxTokens: 1);
            await worker.Generation.CloseSessionAsync(new() { Owner = "owner", Session = "visit" });
        }
        catch (RpcException refusal)
        {
            Assert.Equal(StatusCode.FailedPrecondition, refusal.StatusCode);
        }
    }

    static Task<Completion> CompleteAsync(InProcessWorker worker, string session, string text, int maxTokens = 8) => Completion.OfAsync(worker.Generation, new GenerateRequest
    {
        Owner = "owner",
        Session = session,
        Prompt = new() { Parts = { new PromptPart { Text = text } } },
        MaxTokens = maxTokens,
    });

    static async Task<byte[]> SaveAsync(InProcessWorker worker, string owner = "owner", string session = "visit")
    {
        using var state = new MemoryStream();
        using var call = worker.Generation.SaveSession(new() { Owner = owner, Session = session, LargestBytes = 1 << 30 });
        await foreach (var chunk in call.ResponseStream.ReadAllAsync())
        {
            chunk.Data.WriteTo(state);
        }

        return state.ToArray();
    }

    static async Task<int> RestoreAsync(InProcessWorker worker, byte[] state)
    {
        using var call = worker.Generation.RestoreSession();
        try
        {
            await call.RequestStream.WriteAsync(new() { Name = new() { Owner = "owner", Session = "visit", Length = state.Length } });
            foreach (var chunk in state.Chunk(100_000))
            {
                await call.RequestStream.WriteAsync(new() { Data = ByteString.CopyFrom(chunk) });
            }

            await call.RequestStream.CompleteAsync();
        }
        catch (RpcException)
        {
            // The answer says why.
        }

        return (await call.ResponseAsync).Tokens;
    }
}
