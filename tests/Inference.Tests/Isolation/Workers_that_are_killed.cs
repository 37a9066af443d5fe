using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using OnPremLlm.Inference.Tests.Support;
using static OnPremLlm.Inference.Tests.Support.RealWorkers;

namespace OnPremLlm.Inference.Tests.Isolation;

/// <summary>
/// One owner's worker is killed in the middle of its requests, again and again, while another owner works. A sample runs here; bench/campaigns/kill
/// runs a hundred kills (KILL_ROUNDS).
/// </summary>
public sealed class Workers_that_are_killed
{
    const int Lanes = 3;

    static int Rounds => int.TryParse(Environment.GetEnvironmentVariable("KILL_ROUNDS"), CultureInfo.InvariantCulture, out var rounds) ? rounds : 3;

    [Fact]
    public async Task Fail_their_own_requests_as_retryable_and_nobody_elses()
    {
        var time = new LeapingTime();
        await using var workers = new RealWorkers(services: services => services.AddSingleton<TimeProvider>(time));
        var expected = await workers.Model.TextAsync(OtherOwner);
        using var stop = new CancellationTokenSource();
        var others = Task.WhenAll(Enumerable.Range(0, 2).Select(_ => WorkOnAsync(workers, expected, stop.Token)));

        for (var round = 0; round < Rounds; round++)
        {
            await workers.Model.TextAsync(Owner);
            var (began, lanes) = Begin(workers, round);
            await began;
            Signal("KILL", workers.StatusOf(Owner).ProcessId);

            foreach (var failure in (await Task.WhenAll(lanes)).OfType<InferenceException>())
            {
                Assert.True(failure.Retryable, failure.Message);
            }

            time.Leap(TimeSpan.FromMinutes(2)); // over the pause before the next start
        }

        await stop.CancelAsync();
        Assert.True(await others is [> 0, > 0]);
        Assert.Equal(Rounds, workers.StatusOf(Owner).Restarts + 1);
        Assert.Equal(0, workers.StatusOf(OtherOwner).Restarts);
    }

    // How often it was answered: each time, and each time the same.
    static async Task<int> WorkOnAsync(RealWorkers workers, string expected, CancellationToken stop)
    {
        var answers = 0;
        for (; !stop.IsCancellationRequested; answers++)
        {
            Assert.Equal(expected, await workers.Model.TextAsync(OtherOwner));
        }

        return answers;
    }

    // Completes when one of them has text; each ends with what it failed with. Never the same text twice: a request that ended its worker twice is refused.
    static (Task Began, IReadOnlyList<Task<Exception?>> Lanes) Begin(RealWorkers workers, int round)
    {
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return (began.Task, [.. Enumerable.Range(0, Lanes).Select(lane => Record.ExceptionAsync(() => AskAsync($"Doctor: round {round}, lane {lane}. ")))]);

        async Task AskAsync(string text)
        {
            await foreach (var update in workers.Model.GenerateAsync(Owner, Long with { Prompt = Requests.Of(text, 1).Prompt }, default))
            {
                if (update is GenerationUpdate.Text)
                {
                    began.TrySetResult();
                }
            }
        }
    }

    /// <summary>The real time, and what a test adds to it.</summary>
    sealed class LeapingTime : TimeProvider
    {
        long _leapt;

        public void Leap(TimeSpan by) => Interlocked.Add(ref _leapt, by.Ticks);

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _leapt));
    }
}
