using System.Globalization;
using OnPremLlm.Inference.Tests.Support;
using static OnPremLlm.Inference.Tests.Support.RealWorkers;

namespace OnPremLlm.Inference.Tests.Isolation;

/// <summary>
/// One owner asks while another churns the engine with marked text, the asker's own prompts among it: sessions of the same names, evictions,
/// cancellations, prompts that are too long, batch work. What the asker gets — text, log-probabilities, reused tokens — must be what it gets alone.
/// A sample runs here; bench/campaigns/leak runs many rounds (LEAK_ROUNDS), as every change of the native libraries demands.
/// </summary>
public sealed class Leak_canaries
{
    const string Marker = "ZQXJ";

    // A batch's other members change rounding, and nothing more.
    const float Rounding = 0.02f;

    static readonly string[] _questions = ["Doctor: where does it hurt? Patient: ", "Patient: I take ibuprofen for my knee. ", "Doctor: any allergies? Patient: none that I know. ", "Patient: since Monday. Doctor: "];

    static int Rounds => int.TryParse(Environment.GetEnvironmentVariable("LEAK_ROUNDS"), CultureInfo.InvariantCulture, out var rounds) ? rounds : 24;

    [Theory]
    [InlineData(IsolationMode.Dedicated)]
    [InlineData(IsolationMode.Shared)]
    public async Task Nothing_of_one_owner_reaches_what_another_is_answered(IsolationMode mode)
    {
        var alone = new List<Seen>();
        await using (var quiet = new RealWorkers(options => options.Isolation = mode))
        {
            foreach (var question in _questions)
            {
                alone.Add(await AskAsync(quiet, question, ""));
            }
        }

        await using var workers = new RealWorkers(options => options.Isolation = mode);
        using var stop = new CancellationTokenSource();
        var churn = Task.WhenAll(Enumerable.Range(0, 3).Select(lane => ChurnAsync(workers, lane, stop.Token)));
        for (var round = 0; round < Rounds; round++)
        {
            var which = round % _questions.Length;
            var session = round % 3 == 0 ? "" : $"visit-{round}";
            var first = await AskAsync(workers, _questions[which], session);
            AssertSame(alone[which], first);
            Assert.Equal(0, first.Reused); // nobody but the asker has a session of the asker's
            if (session.Length > 0)
            {
                AssertSame(alone[which], await AskAsync(workers, _questions[which], session)); // its own, or one that was evicted
                await workers.Model.CloseSessionAsync(Owner, session, default);
            }
        }

        await stop.CancelAsync();
        await churn;
    }

    static void AssertSame(Seen expected, Seen actual)
    {
        Assert.DoesNotContain(Marker, actual.Text, StringComparison.Ordinal);
        Assert.Equal(expected.Text, actual.Text);
        Assert.Equal(expected.LogProbs.Count, actual.LogProbs.Count);
        Assert.All(expected.LogProbs.Zip(actual.LogProbs), pair => Assert.InRange(pair.Second, pair.First - Rounding, pair.First + Rounding));
    }

    static async Task<Seen> AskAsync(RealWorkers workers, string question, string session)
    {
        var (text, reused, logProbs) = ("", 0, new List<float>());
        await foreach (var update in workers.Model.GenerateAsync(Owner, Requests.Of(question, 12) with { Session = session, TopLogProbs = 5 }, default))
        {
            switch (update)
            {
                case GenerationUpdate.Started started:
                    reused = started.ReusedTokens;
                    break;
                case GenerationUpdate.Text piece:
                    text += piece.Value;
                    break;
                case GenerationUpdate.LogProbs some:
                    logProbs.AddRange(some.Tokens.SelectMany(token => token.Top).Select(token => token.LogProb));
                    break;
            }
        }

        return new(text, reused, logProbs);
    }

    // The other owner: marked text, the asker's prompts word for word, its session names, many sessions, broken-off and impossible requests.
    static async Task ChurnAsync(RealWorkers workers, int lane, CancellationToken stop)
    {
        for (var step = lane; !stop.IsCancellationRequested; step += 3)
        {
            var text = step % 4 == 0 ? _questions[step % _questions.Length] : $"Patient: {Marker} {Marker} number {step}. ";
            var request = Requests.Of(text, step % 5 == 0 ? 200 : 8) with { Session = step % 3 == 0 ? "" : $"visit-{step % 9}", Temperature = step % 2 };
            try
            {
                await ChurnOnceAsync(workers, step % 7 == 0 ? request with { MaxTokens = 100_000 } : request, breakOff: step % 5 == 0);
            }
            catch (InferenceException expected) when (expected.Failure is InferenceFailure.ContextExceeded or InferenceFailure.Busy)
            {
            }
        }
    }

    static async Task ChurnOnceAsync(RealWorkers workers, GenerationRequest request, bool breakOff)
    {
        await foreach (var update in workers.Model.GenerateAsync(OtherOwner, request, default))
        {
            if (breakOff && update is GenerationUpdate.Text)
            {
                return;
            }
        }
    }

    sealed record Seen(string Text, int Reused, IReadOnlyList<float> LogProbs);
}
