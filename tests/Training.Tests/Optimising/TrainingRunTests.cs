using OnPremLlm.Training.Network;
using OnPremLlm.Training.Optimising;
using OnPremLlm.Training.Tests.Support;

namespace OnPremLlm.Training.Tests.Optimising;

/// <summary>Whole runs of a very small model.</summary>
public sealed class TrainingRunTests
{
    static readonly TrainingSettings _settings = new()
    {
        Shape = new() { Dim = 32, Layers = 2, Heads = 1, FeedForward = 64, Vocabulary = 32 },
        Steps = 6,
        ExamplesPerStep = 3,
        WarmupSteps = 2,
        CheckpointEverySteps = 2,
        ReportEverySteps = 2,
    };

    readonly RandomSource source = new(32);

    [Theory]
    [InlineData(Optimiser.Muon)]
    [InlineData(Optimiser.AdamW)]
    public void A_run_that_was_stopped_and_goes_on_ends_with_the_same_numbers(Optimiser optimiser)
    {
        using TemporaryFolder whole = new(), broken = new();
        var settings = _settings with { Optimiser = optimiser };
        TrainingRun.Run(settings, source, whole.Path, TextWriter.Null, CancellationToken.None);
        using var stop = new CancellationTokenSource();
        var log = new StringWriter();

        var done = TrainingRun.Run(settings, StopAt(2 * settings.ExamplesPerStep, stop), broken.Path, log, stop.Token);
        Assert.Equal(3, done);
        Assert.Contains("Stopped after step 3 of 6. Run the same command again", log.ToString(), StringComparison.Ordinal);
        Assert.Equal(6, TrainingRun.Run(settings, source, broken.Path, TextWriter.Null, CancellationToken.None));

        var (a, b) = (Newest(whole), Newest(broken));
        Assert.Equal(a.Weights.All.Span, b.Weights.All.Span);
        Assert.Equal(a.Moments.First.Span, b.Moments.First.Span);
        Assert.Equal(a.Moments.Second.Span, b.Moments.Second.Span);
        Assert.Equal(a.Checkpoint with { State = a.Checkpoint.State with { CpuSeconds = 0 } }, b.Checkpoint with { State = b.Checkpoint.State with { CpuSeconds = 0 } });
    }

    [Theory]
    [InlineData(Optimiser.Muon)]
    [InlineData(Optimiser.AdamW)]
    public void The_loss_falls(Optimiser optimiser)
    {
        using var folder = new TemporaryFolder();
        var few = new RandomSource(32, distinct: 3);
        var settings = _settings with { Optimiser = optimiser, Steps = 80, CheckpointEverySteps = 1000 };
        TrainingRun.Run(settings with { Steps = 1 }, few, folder.Path, TextWriter.Null, CancellationToken.None);
        var first = Newest(folder).Checkpoint.State.AnswerLoss;
        TrainingRun.Run(settings, few, folder.Path, TextWriter.Null, CancellationToken.None);

        var last = new StepRunner(Newest(folder).Weights, settings, few).Run(0).AnswerLoss;
        Assert.Equal(Math.Log(32), first, .3);
        Assert.InRange(last, 0, first - .5);
    }

    [Fact]
    public void Answers_learnt_by_heart_are_counted_as_right_and_others_not()
    {
        using var folder = new TemporaryFolder();
        var few = new RandomSource(32, distinct: 2);
        TrainingRun.Run(_settings with { Steps = 150, ExamplesPerStep = 2 }, few, folder.Path, TextWriter.Null, CancellationToken.None);

        var learnt = AnswerCheck.Of(folder.Path, few, first: 0, count: 2);
        var unknown = AnswerCheck.Of(folder.Path, source, first: 1000, count: 10);
        Assert.Equal(new(4, 4, learnt.Tokens, 3 + 4 + 3 + 5), learnt);
        Assert.Equal(20, unknown.Answers);
        Assert.InRange(unknown.Right, 0, 5);
        Assert.InRange(unknown.RightTokens, 0, unknown.Tokens / 2);
    }

    [Fact]
    public void Several_threads_give_nearly_the_same_gradient_and_always_the_same_one()
    {
        var weights = new Weights(_settings.Shape, 1);
        weights.Pack();
        float[] GradientOf(int threads) => new StepRunner(weights, _settings with { Threads = threads, ExamplesPerStep = 5 }, source).Run(1).Gradients.Span.ToArray();
        var one = GradientOf(1);
        var three = GradientOf(3);

        Assert.Equal(three, GradientOf(3));
        Assert.All(one.Zip(three), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Fact]
    public void A_damaged_checkpoint_gives_way_to_the_one_before()
    {
        using var folder = new TemporaryFolder();
        TrainingRun.Run(_settings, source, folder.Path, TextWriter.Null, CancellationToken.None);
        var bytes = File.ReadAllBytes(folder.File(Checkpoint.FileName));
        bytes[^100] ^= 1;
        File.WriteAllBytes(folder.File(Checkpoint.FileName), bytes);
        Assert.Equal(4, Newest(folder).Checkpoint.State.Step);

        File.WriteAllBytes(folder.File(Checkpoint.PreviousName), bytes[..^50]);
        Assert.Throws<InvalidDataException>(() => Checkpoint.ReadNewest(folder.Path));
    }

    [Fact]
    public void A_folder_with_a_model_of_another_shape_is_refused()
    {
        using var folder = new TemporaryFolder();
        TrainingRun.Run(_settings with { Steps = 1 }, source, folder.Path, TextWriter.Null, CancellationToken.None);
        var other = _settings with { Shape = _settings.Shape with { Layers = 1 } };

        var refusal = Assert.Throws<ArgumentException>(() => TrainingRun.Run(other, source, folder.Path, TextWriter.Null, CancellationToken.None));
        Assert.Contains("another folder", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_rate_rises_stays_and_falls_to_nothing()
    {
        var settings = new TrainingSettings { Steps = 100, WarmupSteps = 10, DecayShare = .5, PeakRate = 2 };
        int[] steps = [1, 10, 30, 51, 76, 100];
        Assert.Equal([.2, 2, 2, 2, 1, .04], steps.Select(step => Math.Round(settings.RateOf(step), 6)));
    }

    static LoadedCheckpoint Newest(TemporaryFolder folder) => Checkpoint.ReadNewest(folder.Path) ?? throw new InvalidOperationException("The run left no checkpoint.");

    static RandomSource StopAt(long index, CancellationTokenSource stop) => new(32, read =>
    {
        if (read == index)
        {
            stop.Cancel();
        }
    });
}
