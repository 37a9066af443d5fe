namespace OnPremLlm.Training.Synthesis;

/// <summary>A statement that the note of a visit ought to have.</summary>
/// <param name="SectionId">As in <see cref="NoteSectionIds"/>.</param>
/// <param name="Quote">The words it rests on; punctuation at its edges is not part of it.</param>
/// <param name="Evidence">Indexes of 1 to 4 different turns, the quoted one first.</param>
/// <param name="Text">The statement piece by piece, to be joined by spaces; null where the quote by itself is the statement.</param>
public sealed record ReferenceStatement(string SectionId, WordSpan Quote, IReadOnlyList<int> Evidence, IReadOnlyList<TextPiece>? Text);

/// <summary>A piece of a statement: words of the closed list or words that were said.</summary>
public abstract record TextPiece
{
    TextPiece()
    {
    }

    /// <summary>Words of <see cref="StatementWords"/>, separated by single spaces.</summary>
    public sealed record Fixed(string Words) : TextPiece;

    /// <summary>Words of a turn, punctuation at their edges aside.</summary>
    public sealed record Said(WordSpan Span) : TextPiece;
}

/// <summary>What was said before any recogniser heard it, statement by statement; facts outlive statements that recognition made impossible.</summary>
/// <param name="Subject">Symptom, medicine, measurement or the like, by its usual name.</param>
/// <param name="Value">Dose, duration, result; empty where there is none.</param>
/// <param name="Medicine">The medicine it is about, as spelt; null for none.</param>
public sealed record VisitFact(string SectionId, string Subject, string Value, string? Medicine = null);
