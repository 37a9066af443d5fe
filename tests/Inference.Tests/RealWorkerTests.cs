using System.Diagnostics;
using OnPremLlm.Inference.Tests.Support;
using static OnPremLlm.Inference.Tests.Support.RealWorkers;

namespace OnPremLlm.Inference.Tests;

public class RealWorkerTests
{
    [Fact]
    public async Task A_request_starts_a_worker_that_answers_and_describes_its_model()
    {
        await using var workers = new RealWorkers();
        Assert.NotEmpty(await workers.Model.TextAsync(Owner, Requests.Of("Doctor: Good morning. ", 8)));

        var info = await workers.Model.DescribeAsync(Owner, CancellationToken.None);
        Assert.Equal(("demo-scribe-interim-q8_0.gguf", DemoModelSha256, "chat"), (info.Id, info.Sha256, info.PromptFormat));
        Assert.False(info.IsDemonstration);
        Assert.Equal("llama.cpp 0.5.0-dev", workers.StatusOf(Owner).Engine);
    }

    [Fact]
    public async Task Kill_9_in_the_middle_of_a_generation_is_retryable_and_the_next_request_works()
    {
        await using var workers = new RealWorkers();
        await workers.Model.TextAsync(Owner);
        var process = workers.StatusOf(Owner).ProcessId;
        var killed = false;
        var failure = await Assert.ThrowsAsync<InferenceException>(async () =>
        {
            await foreach (var update in workers.Model.GenerateAsync(Owner, Long, CancellationToken.None))
            {
                // Once: text that was on its way still arrives, and by then the process is gone.
                if (update is GenerationUpdate.Text && !killed)
                {
                    Signal("KILL", process);
                    killed = true;
                }
            }
        });

        Assert.Equal((InferenceFailure.WorkerDied, true), (failure.Failure, failure.Retryable));
        Assert.NotEmpty(await workers.Model.TextAsync(Owner));
        Assert.Equal(1, workers.StatusOf(Owner).Restarts);
    }

    /// <summary>Two clinics in one worker: what was only beside a deadly request is told from it.</summary>
    [Fact]
    public async Task Who_was_twice_beside_a_deadly_request_is_not_refused()
    {
        using var crashes = new CrashMemory(TimeProvider.System);
        var deadly = await crashes.TryAsync(Owner, "deadly", default);
        var innocent = await crashes.TryAsync(OtherOwner, "innocent", default);
        deadly.Died();
        innocent.Died();

        innocent = await crashes.TryAsync(OtherOwner, "innocent", default);
        var waits = crashes.TryAsync(Owner, "deadly", default);
        Assert.False(waits.IsCompleted); // both at once would tell nothing
        innocent.Survived();
        innocent.Dispose();
        deadly = await waits;
        innocent = await crashes.TryAsync(OtherOwner, "innocent", default);
        deadly.Died();
        innocent.Died();
        deadly.Dispose();

        await Assert.ThrowsAsync<InferenceException>(() => crashes.TryAsync(Owner, "deadly", default));
        (await crashes.TryAsync(OtherOwner, "innocent", default)).Dispose();
    }

    [Fact]
    public async Task A_request_that_ended_the_worker_twice_is_refused_for_its_owner_alone()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        using var crashes = new CrashMemory(time);
        var (mine, other) = (crashes.DigestOf(new Protocol.GenerateRequest { Grammar = "root ::= a", Session = "1", Seed = 1 }), crashes.DigestOf(new Protocol.GenerateRequest { Grammar = "root ::= b" }));
        Assert.Equal(mine, crashes.DigestOf(new Protocol.GenerateRequest { Grammar = "root ::= a", Session = "2", Seed = 2 }));
        await DieAsync(crashes, Owner, mine);
        await DieAsync(crashes, Owner, mine); // once may be an accident

        Assert.Equal(InferenceFailure.InvalidRequest, (await Assert.ThrowsAsync<InferenceException>(() => crashes.TryAsync(Owner, mine, default))).Failure);
        (await crashes.TryAsync(Owner, other, default)).Dispose();
        (await crashes.TryAsync(OtherOwner, mine, default)).Dispose();
        time.Advance(CrashMemory.Kept);
        (await crashes.TryAsync(Owner, mine, default)).Dispose();

        await using var workers = new RealWorkers();
        for (var i = 0; i < 2; i++)
        {
            await KillInMidAnswerAsync(workers);
        }

        Assert.Contains("twice", (await workers.Model.FailsAsync(Owner, Long)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_whose_worker_the_host_stopped_is_not_held_against_it()
    {
        await using var workers = new RealWorkers();
        for (var i = 0; i < 3; i++)
        {
            var failure = await Assert.ThrowsAsync<InferenceException>(async () =>
            {
                await foreach (var update in workers.Model.GenerateAsync(Owner, Long, CancellationToken.None))
                {
                    if (update is GenerationUpdate.Text)
                    {
                        await workers.Supervisor.StopOwnerAsync(Owner);
                    }
                }
            });
            Assert.True(failure.Retryable);
        }
    }

    static async Task DieAsync(CrashMemory crashes, OwnerId owner, string digest)
    {
        using var trial = await crashes.TryAsync(owner, digest, default);
        trial.Died();
    }

    static async Task KillInMidAnswerAsync(RealWorkers workers)
    {
        var killed = false;
        await Assert.ThrowsAsync<InferenceException>(async () =>
        {
            await foreach (var update in workers.Model.GenerateAsync(Owner, Long, CancellationToken.None))
            {
                if (update is GenerationUpdate.Text && !killed)
                {
                    killed = true;
                    Signal("KILL", workers.StatusOf(Owner).ProcessId);
                }
            }
        });
        Assert.True(killed);
    }

    [Fact]
    public async Task A_hung_worker_is_ended_and_replaced()
    {
        InferenceOptions settings = null!; // set while the workers are configured, on the first request
        await using var workers = new RealWorkers(options =>
        {
            settings = options;
            options.HealthInterval = TimeSpan.FromSeconds(1);
            options.HealthTimeout = TimeSpan.FromSeconds(1);
        });
        await workers.Model.TextAsync(Owner);
        var hung = Process.GetProcessById(workers.StatusOf(Owner).ProcessId);
        Signal("STOP", hung.Id);
        await workers.Supervisor.StartAsync(CancellationToken.None);
        var failure = await workers.Model.FailsAsync(Owner);
        // For the hung one only: on a busy machine its replacement, just starting, may need longer than a second to answer.
        settings.HealthTimeout = new InferenceOptions().HealthTimeout;

        Assert.Equal(InferenceFailure.WorkerDied, failure.Failure);
        Assert.NotEmpty(await workers.Model.TextAsync(Owner));
        Assert.NotEqual(hung.Id, workers.StatusOf(Owner).ProcessId);
    }

    [Fact]
    public async Task Stopping_an_owner_ends_the_process_before_it_returns()
    {
        await using var workers = new RealWorkers();
        await workers.Model.TextAsync(Owner);
        var process = workers.StatusOf(Owner).ProcessId;
        await workers.Supervisor.StopOwnerAsync(Owner);

        Assert.False(Directory.Exists($"/proc/{process}"));
        Assert.Empty(Directory.GetDirectories(workers.RunFolder));
    }

    [Fact]
    public async Task The_host_stops_its_workers_when_it_stops()
    {
        var workers = new RealWorkers();
        await workers.Model.TextAsync(Owner);
        var process = workers.StatusOf(Owner).ProcessId;
        await workers.DisposeAsync();

        Assert.False(Directory.Exists($"/proc/{process}"));
    }
}
