using OnPremLlm.Training.Network;

namespace OnPremLlm.Training.Optimising;

/// <summary>Which rule moves the weights of the layers' matrices.</summary>
public enum Optimiser
{
    /// <summary>Momentum whose update is made orthogonal (Jordan 2024); embedding and norms by Adam.</summary>
    Muon,

    /// <summary>Adam with decoupled weight decay for everything (Loshchilov and Hutter 2019).</summary>
    AdamW,
}

/// <summary>All that a run depends on besides its examples: equal settings and examples give equal weights, bit by bit on the same machine.</summary>
public sealed record TrainingSettings
{
    public ModelShape Shape { get; init; } = new();

    /// <summary>Of the first weights.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Changes of the weights in all; at least 1. Default 10,000.</summary>
    public int Steps { get; init; } = 10_000;

    /// <summary>Whose gradients are summed for one step; at least 1. Default 8: fewer learn no sooner per token, and Muon's time is per step.</summary>
    public int ExamplesPerStep { get; init; } = 8;

    public Optimiser Optimiser { get; init; } = Optimiser.Muon;

    /// <summary>The highest learning rate, as a factor: 1 is 0.02 for Muon's matrices and 0.003 for Adam. Above 0. Default 0.5.</summary>
    public double PeakRate { get; init; } = .5;

    /// <summary>Steps in which the rate rises to its peak. 0 or more. Default 100.</summary>
    public int WarmupSteps { get; init; } = 100;

    /// <summary>The last part of the run, in which the rate falls to 0 in a straight line. 0 to 1. Default 0.5.</summary>
    public double DecayShare { get; init; } = .5;

    /// <summary>Weight decay, times the learning rate, per step. 0 or more. Default 0.02.</summary>
    public double WeightDecay { get; init; } = .02;

    /// <summary>What the mean loss of the prefix's tokens counts beside that of the answers'. 0 or more; 0 leaves it out and saves its time. Default 0.05.</summary>
    public double PrefixLossWeight { get; init; } = .05;

    /// <summary>The prefix's loss is taken from every so-many-th of its tokens, another one each time: its logits cost as much as the answers'. At least 1. Default 4.</summary>
    public int PrefixLossStride { get; init; } = 4;

    /// <summary>A longer gradient is cut to this length. Above 0. Default 1.</summary>
    public double ClipLength { get; init; } = 1;

    /// <summary>Threads, one core each. At least 1. Default 1.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>At least 1. Default 200.</summary>
    public int CheckpointEverySteps { get; init; } = 200;

    /// <summary>At least 1. Default 20.</summary>
    public int ReportEverySteps { get; init; } = 20;

    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public void Check()
    {
        Shape.Check();
        var fits = Steps >= 1 && ExamplesPerStep >= 1 && PeakRate > 0 && WarmupSteps >= 0 && DecayShare is >= 0 and <= 1 && WeightDecay >= 0 && PrefixLossWeight >= 0
            && PrefixLossStride >= 1 && ClipLength > 0 && Threads >= 1 && CheckpointEverySteps >= 1 && ReportEverySteps >= 1;
        if (!fits)
        {
            throw new ArgumentException($"{this} cannot be trained with: a number is out of its range, which stands at each property of {nameof(TrainingSettings)}.");
        }
    }

    /// <summary>The learning rate of a step, counted from 1, as a factor: up, level, down.</summary>
    internal double RateOf(int step)
    {
        var up = WarmupSteps == 0 ? 1 : (double)step / WarmupSteps;
        var down = DecayShare == 0 ? 1 : (Steps - step + 1) / (DecayShare * Steps);
        return PeakRate * Math.Min(1, Math.Min(up, down));
    }
}
