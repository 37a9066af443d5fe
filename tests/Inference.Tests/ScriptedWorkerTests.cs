using Grpc.Core;
using OnPremLlm.Inference.Tests.Support;
using OnPremLlm.TestSupport.Workers;
using static OnPremLlm.Inference.Tests.Support.ScriptedSupervision;

namespace OnPremLlm.Inference.Tests;

public class ScriptedWorkerTests
{
    [Fact]
    public async Task Requests_of_one_owner_share_one_worker()
    {
        await using var supervision = new ScriptedSupervision();
        var texts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => supervision.Model.TextAsync(Owner)));

        Assert.All(texts, text => Assert.Equal("A healthy answer.", text));
        Assert.True(Assert.Single(supervision.Launcher.Started).Serves);
    }

    [Fact]
    public async Task Two_owners_have_two_workers()
    {
        await using var supervision = new ScriptedSupervision();
        await supervision.Model.TextAsync(Owner);
        await supervision.Model.TextAsync(OtherOwner);

        Assert.Equal(2, supervision.Launcher.Started.Count);
        Assert.Equal([Owner, OtherOwner], supervision.Supervisor.Workers.Select(worker => worker.Owner).OrderBy(owner => owner.Value));
    }

    [Fact]
    public async Task All_updates_arrive_with_their_numbers()
    {
        await using var supervision = new ScriptedSupervision();
        var updates = new List<GenerationUpdate>();
        await foreach (var update in supervision.Model.GenerateAsync(Owner, Requests.Short, CancellationToken.None))
        {
            updates.Add(update);
        }

        Assert.Equal(
            [
                new GenerationUpdate.Started(5, 2),
                new GenerationUpdate.Text("A healthy answer."),
                new GenerationUpdate.Finished(FinishReason.Stop, 3, TimeSpan.FromMicroseconds(1500), TimeSpan.FromMicroseconds(2500)),
            ],
            updates);
    }

    [Fact]
    public async Task A_connection_that_breaks_in_the_middle_is_retryable_and_the_next_request_gets_a_new_worker()
    {
        await using var supervision = new ScriptedSupervision();
        supervision.Launcher.Script = worker => worker.OnGenerate = async (_, events, call) =>
        {
            await events.WriteAsync(new() { Text = "Half" });
            ScriptedWorker.BreakConnection(call);
        };
        var failure = await supervision.Model.FailsAsync(Owner);
        supervision.Launcher.Script = _ => { };

        Assert.Equal((InferenceFailure.WorkerDied, true), (failure.Failure, failure.Retryable));
        Assert.Equal("A healthy answer.", await supervision.Model.TextAsync(Owner));
        Assert.Equal(2, supervision.Launcher.Started.Count);
        Assert.Equal(1, Assert.Single(supervision.Supervisor.Workers).Restarts);
    }

    [Fact]
    public async Task Half_an_answer_is_a_failure_and_not_a_short_answer()
    {
        await using var supervision = new ScriptedSupervision();
        supervision.Launcher.Script = worker => worker.OnGenerate = (_, events, _) => events.WriteAsync(new() { Text = "Half" });

        Assert.Equal(InferenceFailure.WorkerDied, (await supervision.Model.FailsAsync(Owner)).Failure);
    }

    [Fact]
    public async Task Repeated_deaths_make_the_next_start_wait_and_say_how_long()
    {
        await using var supervision = new ScriptedSupervision();
        supervision.Launcher.Script = worker => worker.OnGenerate = (_, _, call) =>
        {
            ScriptedWorker.BreakConnection(call);
            return Task.CompletedTask;
        };
        await supervision.Model.FailsAsync(Owner, Requests.Of("one request", 8));
        await supervision.Model.FailsAsync(Owner, Requests.Of("another, for one that ends the worker twice is refused", 8));
        supervision.Launcher.Script = _ => { };

        var failure = await supervision.Model.FailsAsync(Owner);
        Assert.Equal((InferenceFailure.WorkerUnavailable, true), (failure.Failure, failure.Retryable));
        Assert.Contains("in 1 s", failure.Message, StringComparison.Ordinal);
        Assert.Equal(WorkerState.BackingOff, Assert.Single(supervision.Supervisor.Workers).State);

        supervision.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("A healthy answer.", await supervision.Model.TextAsync(Owner));
    }

    [Fact]
    public async Task A_worker_that_is_never_ready_is_given_up_after_the_start_timeout()
    {
        await using var supervision = new ScriptedSupervision();
        var asked = new TaskCompletionSource();
        supervision.Launcher.Script = worker => worker.BeforeDescribe = async token =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, token);
        };
        var failing = supervision.Model.FailsAsync(Owner);
        await asked.Task;
        supervision.Time.Advance(supervision.Options.StartTimeout);

        var failure = await failing;
        Assert.Equal(InferenceFailure.WorkerUnavailable, failure.Failure);
        Assert.Contains("StartTimeout", failure.Message, StringComparison.Ordinal);
        Assert.True(supervision.Launcher.Started[0].Exited.IsCompleted);
    }

    [Fact]
    public async Task A_worker_with_a_large_model_gets_the_time_to_hash_it_and_its_load_is_told()
    {
        await using var supervision = new ScriptedSupervision();
        supervision.Options.MemoryBudgetBytes = 1L << 40;
        supervision.Installation.Install(supervision.Installation.Entry("large") with { SizeBytes = 40_000_000_000 });
        var (asked, loaded) = (new TaskCompletionSource(), new TaskCompletionSource());
        supervision.Launcher.Script = worker => worker.BeforeDescribe = async token =>
        {
            asked.TrySetResult();
            await loaded.Task.WaitAsync(token);
        };

        var answering = supervision.Models.Find(Owner, "large")!.TextAsync(Owner); // a missing one fails the test
        await asked.Task;
        supervision.Time.Advance(supervision.Options.StartTimeout + TimeSpan.FromSeconds(790)); // 800 for 40 GB
        loaded.SetResult();

        Assert.NotEmpty(await answering);
        Assert.Contains("large (38146 MiB): ", supervision.Log.Lines.First(line => line.Event == 1114).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_worker_says_when_it_cannot_start_reaches_IT_and_not_the_client()
    {
        const string Said = "The file /srv/models/x.gguf is not a GGUF file.";
        await using var supervision = new ScriptedSupervision();
        supervision.Launcher.EndsAtStart = (2, Said);

        var failure = await supervision.Model.FailsAsync(Owner);
        Assert.Equal(InferenceFailure.ModelRefused, failure.Failure);
        Assert.Contains(Said, failure.Message, StringComparison.Ordinal);
        Assert.Contains(Said, Assert.Single(supervision.Supervisor.Workers).LastFailure, StringComparison.Ordinal);
        Assert.Contains(Said, Assert.Single(supervision.Log.Lines, line => line.Event == 1101).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("/srv", failure.ClientMessage, StringComparison.Ordinal);
        Assert.Contains("Tell IT", failure.ClientMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(InferenceFailure.WorkerUnavailable, true)]
    [InlineData(InferenceFailure.Incompatible, true)]
    [InlineData(InferenceFailure.ModelRefused, true)]
    [InlineData(InferenceFailure.Misconfigured, true)]
    [InlineData(InferenceFailure.WorkerDied, false)]
    [InlineData(InferenceFailure.WorkerFailed, false)]
    [InlineData(InferenceFailure.QueueFull, false)]
    [InlineData(InferenceFailure.Busy, false)]
    [InlineData(InferenceFailure.ContextExceeded, false)]
    [InlineData(InferenceFailure.InvalidRequest, false)]
    [InlineData(InferenceFailure.NoChatTemplate, false)]
    public void A_client_is_told_what_is_about_its_request_and_nothing_about_the_machine(InferenceFailure kind, bool isAboutTheMachine)
    {
        var failure = new InferenceException(kind, "About /srv/models.") { RetryAfter = TimeSpan.FromSeconds(3.2) };

        Assert.Equal(!isAboutTheMachine, failure.ClientMessage == failure.Message);
        Assert.Equal(kind is InferenceFailure.WorkerUnavailable, failure.ClientMessage.Contains("in 4 s", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_cancelled_request_ends_as_cancelled_and_leaves_the_worker_running()
    {
        await using var supervision = new ScriptedSupervision();
        using var cancel = new CancellationTokenSource();
        supervision.Launcher.Script = worker => worker.OnGenerate = async (_, _, call) =>
        {
            await cancel.CancelAsync();
            await Task.Delay(Timeout.Infinite, call.CancellationToken);
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in supervision.Model.GenerateAsync(Owner, Requests.Short, cancel.Token))
            {
            }
        });

        Assert.Equal(WorkerState.Ready, Assert.Single(supervision.Supervisor.Workers).State);
    }

    [Fact]
    public async Task A_worker_that_misses_two_health_checks_is_ended()
    {
        await using var supervision = new ScriptedSupervision();
        await supervision.Model.TextAsync(Owner);
        var process = supervision.Launcher.Started[0];
        var asked = new SemaphoreSlim(0);
        process.Worker.BeforeDescribe = async token =>
        {
            asked.Release();
            await Task.Delay(Timeout.Infinite, token);
        };
        await supervision.Supervisor.StartAsync(CancellationToken.None);
        for (var check = 0; check < 2; check++)
        {
            supervision.Time.Advance(supervision.Options.HealthInterval);
            await asked.WaitAsync();
            supervision.Time.Advance(supervision.Options.HealthTimeout);
        }

        Assert.Equal(137, await process.Exited);
        process.Worker.BeforeDescribe = _ => Task.CompletedTask;
        Assert.Equal("A healthy answer.", await supervision.Model.TextAsync(Owner));
    }

    [Theory]
    [InlineData(900, false)]
    [InlineData(901, true)]
    public async Task A_worker_that_answers_and_whose_batch_never_ends_is_ended(int seconds, bool isHung)
    {
        await using var supervision = new ScriptedSupervision();
        await supervision.Model.TextAsync(Owner);
        var process = supervision.Launcher.Started[0];
        process.Worker.Description.BatchSeconds = seconds;

        await supervision.Supervisor.CheckAsync();

        Assert.Equal(isHung, process.Exited.IsCompleted);
    }

    [Fact]
    public async Task An_idle_worker_is_stopped_and_the_next_request_starts_another()
    {
        await using var supervision = new ScriptedSupervision();
        await supervision.Model.TextAsync(Owner);
        await supervision.Supervisor.StartAsync(CancellationToken.None);
        supervision.Time.Advance(supervision.Options.IdleStop);

        Assert.Equal(0, await supervision.Launcher.Started[0].Exited);
        await supervision.Model.TextAsync(Owner);
        Assert.Equal(2, supervision.Launcher.Started.Count);
        Assert.Equal(0, Assert.Single(supervision.Supervisor.Workers).Restarts);
    }

    /// <summary>What it has read of the visit would have to be read again, or could not be parked.</summary>
    [Fact]
    public async Task An_idle_worker_with_an_open_visit_stays_until_that_is_closed()
    {
        await using var supervision = new ScriptedSupervision();
        await supervision.Model.TextAsync(Owner, Requests.Short with { Session = "visit", IsOfOpenVisit = true });
        supervision.Time.Advance(supervision.Options.IdleStop);

        await supervision.Supervisor.CheckAsync();
        Assert.False(supervision.Launcher.Started[0].Exited.IsCompleted);

        await supervision.Model.CloseSessionAsync(Owner, "visit", default);
        supervision.Time.Advance(supervision.Options.IdleStop);
        await supervision.Supervisor.CheckAsync();
        Assert.True(supervision.Launcher.Started[0].Exited.IsCompleted);
    }

    [Fact]
    public async Task Stopping_an_owner_ends_its_workers_and_no_other()
    {
        await using var supervision = new ScriptedSupervision();
        await supervision.Model.TextAsync(Owner);
        await supervision.Model.TextAsync(OtherOwner);
        await supervision.Supervisor.StopOwnerAsync(Owner);

        Assert.Equal([true, false], supervision.Launcher.Started.Select(process => process.Exited.IsCompleted));
    }

    [Fact]
    public async Task Closing_a_session_starts_no_worker()
    {
        await using var supervision = new ScriptedSupervision();
        await supervision.Model.CloseSessionAsync(Owner, "visit", CancellationToken.None);

        Assert.Empty(supervision.Launcher.Started);
    }

    [Fact]
    public async Task A_request_without_an_owner_is_refused()
    {
        await using var supervision = new ScriptedSupervision();
        await Assert.ThrowsAsync<ArgumentException>(() => supervision.Model.TextAsync(default));
        Assert.Empty(supervision.Launcher.Started);
    }

    [Theory]
    [InlineData(StatusCode.InvalidArgument, InferenceFailure.InvalidRequest, false)]
    [InlineData(StatusCode.OutOfRange, InferenceFailure.ContextExceeded, false)]
    [InlineData(StatusCode.ResourceExhausted, InferenceFailure.Busy, true)]
    [InlineData(StatusCode.Aborted, InferenceFailure.Busy, true)]
    [InlineData(StatusCode.FailedPrecondition, InferenceFailure.NoChatTemplate, false)]
    [InlineData(StatusCode.Internal, InferenceFailure.WorkerFailed, false)]
    public async Task A_refusal_keeps_its_reason_and_the_worker(StatusCode status, InferenceFailure expected, bool retryable)
    {
        await using var supervision = new ScriptedSupervision();
        supervision.Launcher.Script = worker => worker.OnGenerate = (_, _, _) => throw new RpcException(new(status, "The limit is 512. Send less."));

        var failure = await supervision.Model.FailsAsync(Owner);
        Assert.Equal((expected, retryable, "The limit is 512. Send less."), (failure.Failure, failure.Retryable, failure.Message));
        Assert.Equal(WorkerState.Ready, Assert.Single(supervision.Supervisor.Workers).State);
    }
}
