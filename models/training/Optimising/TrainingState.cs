namespace OnPremLlm.Training.Optimising;

/// <summary>How far a run has come.</summary>
internal sealed record TrainingState
{
    /// <summary>Steps done.</summary>
    public int Step { get; init; }

    /// <summary>Tokens read.</summary>
    public long Tokens { get; init; }

    /// <summary>Processor time of all threads, seconds.</summary>
    public double CpuSeconds { get; init; }

    /// <summary>Smoothed cross-entropy of an answer's token, nats.</summary>
    public double AnswerLoss { get; init; }

    /// <summary>The same of a prefix's token.</summary>
    public double PrefixLoss { get; init; }

    /// <summary>After one more step.</summary>
    public TrainingState Next(int tokens, double answerLoss, double prefixLoss) => this with
    {
        Step = Step + 1,
        Tokens = Tokens + tokens,
        AnswerLoss = Smoothed(AnswerLoss, answerLoss),
        PrefixLoss = Smoothed(PrefixLoss, prefixLoss),
    };

    // A plain mean at first, then of about the last 50 steps.
    double Smoothed(double before, double now) => before + ((now - before) / Math.Min(Step + 1, 50));
}
