using Grpc.Core;
using OnPremLlm.Inference.Protocol;
using OnPremLlm.Inference.Worker.Engine;
using OnPremLlm.Inference.Worker.Generation;
using OnPremLlm.Inference.Worker.Tests.Support;

namespace OnPremLlm.Inference.Worker.Tests.Generation;

/// <summary>A worker whose computing is leased, and one that forgets an owner.</summary>
public sealed class LeaseTests : IAsyncLifetime, IDisposable
{
    TinyModel model = null!; // both set by InitializeAsync
    InProcessWorker worker = null!;

    public async Task InitializeAsync()
    {
        model = new(TinyModel.ChatMl);
        worker = await InProcessWorker.StartAsync(model.Options with { Context = 2048, Sequences = 3 });
    }

    public Task DisposeAsync() => worker.DisposeAsync().AsTask();

    public void Dispose() => model.Dispose();

    [Fact]
    public async Task Nothing_is_evaluated_without_a_grant_and_everything_with_one()
    {
        using var lease = await LeaseAsync();
        var answer = Completion.OfAsync(worker.Generation, Requests.Text("a prompt"));
        Assert.Equal(ComputeReport.ReportOneofCase.Wanted, (await NextAsync(lease)).ReportCase);
        Assert.False(answer.IsCompleted);

        await lease.RequestStream.WriteAsync(new() { Grant = new() });

        Assert.Equal(8, (await answer).Finished.CompletionTokens);
    }

    [Fact]
    public async Task A_recalled_grant_is_given_back_in_the_middle_of_an_answer_with_what_was_evaluated()
    {
        using var lease = await LeaseAsync();
        using var call = worker.Generation.Generate(Requests.EndlessText());
        await NextAsync(lease);
        await lease.RequestStream.WriteAsync(new() { Grant = new() { Contended = true } });
        await TextAsync(call);

        await lease.RequestStream.WriteAsync(new() { Recall = new() });
        var returned = (await NextAsync(lease)).Returned;

        Assert.True(returned.Wanted);
        Assert.True(returned.PromptTokens > 0 && returned.CompletionTokens > 0);
    }

    [Fact]
    public async Task A_request_that_is_cancelled_while_it_waits_for_a_grant_ends()
    {
        using var lease = await LeaseAsync();
        using var impatience = new CancellationTokenSource();
        using var call = worker.Generation.Generate(Requests.EndlessText(session: "s"), cancellationToken: impatience.Token);
        await NextAsync(lease);

        await impatience.CancelAsync();
        await lease.RequestStream.WriteAsync(new() { Grant = new() });

        // The session would be busy if the request were still there.
        Assert.Equal(8, (await Completion.OfAsync(worker.Generation, Requests.Text("a prompt", session: "s"))).Finished.CompletionTokens);
    }

    [Fact]
    public async Task Forgetting_an_owner_ends_its_requests_and_sessions_and_nobody_elses()
    {
        await Completion.OfAsync(worker.Generation, Requests.Text("mine, kept", owner: "mine", session: "s"));
        await Completion.OfAsync(worker.Generation, Requests.Text("theirs, kept", owner: "theirs", session: "s"));
        using var running = worker.Generation.Generate(Requests.EndlessText(owner: "mine"));
        await TextAsync(running);

        await worker.Generation.ForgetOwnerAsync(new() { Owner = "mine" });

        await Assert.ThrowsAsync<RpcException>(async () => { while (await running.ResponseStream.MoveNext(default)) { } });
        Assert.Equal(0, (await Completion.OfAsync(worker.Generation, Requests.Text("mine, kept", owner: "mine", session: "s"))).Started.ReusedTokens);
        Assert.True((await Completion.OfAsync(worker.Generation, Requests.Text("theirs, kept", owner: "theirs", session: "s"))).Started.ReusedTokens > 0);
    }

    [Fact]
    public void An_owner_that_comes_back_is_raised_to_the_least_of_those_at_work()
    {
        var shares = new OwnerShares();
        shares.Count("busy", 1_000, 0);

        shares.Begin("back", ["busy"]);

        Assert.Equal(1_000, shares.ServedTo("back"));
    }

    async Task<AsyncDuplexStreamingCall<ComputeOrder, ComputeReport>> LeaseAsync()
    {
        var lease = worker.Generation.Compute();
        await lease.ResponseHeadersAsync; // from here on only by grant
        return lease;
    }

    static async Task TextAsync(AsyncServerStreamingCall<GenerateEvent> call)
    {
        while (await call.ResponseStream.MoveNext(default) && call.ResponseStream.Current.EventCase != GenerateEvent.EventOneofCase.Text)
        {
        }
    }

    static async Task<ComputeReport> NextAsync(AsyncDuplexStreamingCall<ComputeOrder, ComputeReport> lease)
    {
        Assert.True(await lease.ResponseStream.MoveNext(default));
        return lease.ResponseStream.Current;
    }
}
