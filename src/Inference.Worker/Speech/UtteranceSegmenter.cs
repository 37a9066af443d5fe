namespace OnPremLlm.Inference.Worker.Speech;

/// <summary>Limits of an utterance, in windows of 32 ms.</summary>
internal sealed record SegmenterOptions
{
    /// <summary>Speech begins at this probability. Default 0.5.</summary>
    public float Enter { get; init; } = 0.5f;

    /// <summary>Speech goes on down to this probability. Default 0.35.</summary>
    public float Stay { get; init; } = 0.35f;

    /// <summary>Silence that ends an utterance. Default 13 (416 ms).</summary>
    public int EndSilence { get; init; } = 13;

    /// <summary>
    /// Audio before the first speech that belongs to the utterance, so that no onset is cut. Default 8 (256 ms). Below
    /// <see cref="EndSilence"/>, so that it never holds speech of the utterance before.
    /// </summary>
    public int PreRoll { get; init; } = 8;

    /// <summary>An utterance of this length is split. Default 469 (15 s).</summary>
    public int Longest { get; init; } = 469;

    /// <summary>The split is sought in this many last windows. Default 156 (5 s).</summary>
    public int SplitSearch { get; init; } = 156;
}

/// <summary>What a window means for the utterance it falls into.</summary>
internal enum SegmentStep
{
    /// <summary>Nobody speaks.</summary>
    Outside,

    /// <summary>An utterance begins with the pre-roll and this window.</summary>
    Begin,

    /// <summary>The utterance goes on.</summary>
    Continue,

    /// <summary>The utterance ended with this window.</summary>
    End,

    /// <summary>The utterance is as long as it may be, and must be split.</summary>
    Split,
}

/// <summary>Decides from probabilities of speech where utterances begin and end. Holds no audio.</summary>
internal sealed class UtteranceSegmenter(SegmenterOptions options)
{
    readonly List<float> probabilities = [];
    int silence;

    public bool Inside { get; private set; }

    /// <summary>Windows in which somebody spoke, over the whole stream.</summary>
    public long SpeechWindows { get; private set; }

    public SegmentStep Next(float probability)
    {
        if (!Inside)
        {
            return probability >= options.Enter ? Begin(probability) : SegmentStep.Outside;
        }

        probabilities.Add(probability);
        if (probability >= options.Stay)
        {
            silence = 0;
            SpeechWindows++;
        }
        else if (++silence >= options.EndSilence)
        {
            Inside = false;
            return SegmentStep.End;
        }

        return probabilities.Count >= options.Longest ? SegmentStep.Split : SegmentStep.Continue;
    }

    /// <summary>
    /// Where to split: windows from the end of the utterance back to the quietest one (the least likely speech, weighted with its neighbours).
    /// What is kept then counts as the beginning of a new utterance.
    /// </summary>
    public int WindowsAfterSplit()
    {
        var first = Math.Max(1, probabilities.Count - options.SplitSearch);
        var quietest = probabilities.Count - 2;
        for (var i = quietest; i >= first; i--)
        {
            if (Smoothed(i) < Smoothed(quietest))
            {
                quietest = i;
            }
        }

        return probabilities.Count - quietest;
    }

    /// <summary>Goes on with the last <paramref name="windows"/> windows as a new utterance.</summary>
    public void Restart(int windows) => probabilities.RemoveRange(0, probabilities.Count - Math.Min(windows, probabilities.Count));

    float Smoothed(int i) => probabilities[i - 1] + (2 * probabilities[i]) + probabilities[i + 1];

    SegmentStep Begin(float probability)
    {
        Inside = true;
        silence = 0;
        SpeechWindows++;
        probabilities.Clear();
        probabilities.Add(probability);
        return SegmentStep.Begin;
    }
}
