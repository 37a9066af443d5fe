namespace OnPremLlm.Inference;

/// <summary>A step of a recognition. Times are milliseconds of the recording.</summary>
public abstract record RecognitionUpdate
{
    RecognitionUpdate()
    {
    }

    /// <summary>What was heard so far of the current utterance; replaces the previous partial.</summary>
    public sealed record Partial(long StartMs, long EndMs, string Text) : RecognitionUpdate;

    /// <summary>An utterance, never changed afterwards. A stream that starts at <paramref name="SettledMs"/> hears nothing of it again and misses nothing.</summary>
    public sealed record Final(long StartMs, long EndMs, long SettledMs, IReadOnlyList<RecognizedWord> Words) : RecognitionUpdate;

    /// <summary>The end of the stream: its length, and how much of it was voice.</summary>
    public sealed record Done(long AudioMs, long SpeechMs) : RecognitionUpdate;
}

/// <summary>One word as the lexicon has it (lower case, numbers as words). <paramref name="Confidence"/> is 0 to 1.</summary>
public sealed record RecognizedWord(string Text, long StartMs, long EndMs, float Confidence);
