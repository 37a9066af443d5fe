namespace OnPremLlm.Training.Synthesis;

/// <summary>What a transcript looks like.</summary>
public enum VisitForm
{
    /// <summary>With capitals, commas and digits, as composed.</summary>
    Written,

    /// <summary>As the product writes what it recognised: numbers in digits, no commas but those of corrections, one stop at the end.</summary>
    RecognisedWritten,

    /// <summary>As a recogniser puts it out: lower case, no punctuation, numbers in words.</summary>
    RecognisedWords,
}

/// <summary>What a recogniser gets wrong. All rates are shares from 0 to 1 and 0 by default.</summary>
public sealed class RecognitionErrors
{
    /// <summary>Nothing.</summary>
    public static RecognitionErrors None { get; } = new();

    /// <summary>About what the embedded recogniser does on clear speech.</summary>
    public static RecognitionErrors Typical { get; } = new() { Words = .08, Medicines = .15, WrongSpeakers = .03, MissingSpeakers = .05, SplitTurns = .6 };

    /// <summary>Words replaced, dropped or added.</summary>
    public double Words { get; init; }

    /// <summary>Names of medicines that become other words.</summary>
    public double Medicines { get; init; }

    /// <summary>Turns with the label of the other speaker.</summary>
    public double WrongSpeakers { get; init; }

    /// <summary>Turns without a known speaker.</summary>
    public double MissingSpeakers { get; init; }

    /// <summary>Ends of sentences within a turn at which it becomes two.</summary>
    public double SplitTurns { get; init; }
}
