namespace OnPremLlm.Training.Synthesis;

/// <summary>Who says a turn.</summary>
public enum Speaker
{
    Clinician,
    Patient,

    /// <summary>A relative or carer; a transcript shows an unknown speaker.</summary>
    Other,
}

/// <summary>What one person says until somebody else speaks.</summary>
/// <param name="Words">At least one, with punctuation attached ("morning,"); joined by single spaces they are the line as shown.</param>
public sealed record VisitTurn(Speaker Speaker, IReadOnlyList<string> Words)
{
    public string Text => string.Join(' ', Words);
}

/// <summary>Whole words of one turn.</summary>
/// <param name="Turn">Index of the turn.</param>
/// <param name="First">Index of the first word.</param>
/// <param name="Last">Index of the last word, inclusive.</param>
public readonly record struct WordSpan(int Turn, int First, int Last);
