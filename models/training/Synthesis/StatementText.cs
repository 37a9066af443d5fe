namespace OnPremLlm.Training.Synthesis;

/// <summary>Statements as words.</summary>
public static class StatementText
{
    static readonly char[] Edges = [',', '.', '?', '!', ';', ':', '—', '…'];

    /// <summary>The statement's text: its pieces joined by spaces, or the quote.</summary>
    public static string Of(ReferenceStatement statement, IReadOnlyList<VisitTurn> turns)
    {
        ArgumentNullException.ThrowIfNull(statement);
        return statement.Text is null ? Of(statement.Quote, turns) : string.Join(' ', statement.Text.Select(piece => Of(piece, turns)));
    }

    /// <summary>The words of the span, without the punctuation at its edges.</summary>
    public static string Of(WordSpan span, IReadOnlyList<VisitTurn> turns)
    {
        ArgumentNullException.ThrowIfNull(turns);
        var words = turns[span.Turn].Words;
        return (span.First == span.Last ? words[span.First] : string.Join(' ', words.Skip(span.First).Take(span.Last - span.First + 1))).Trim(Edges);
    }

    static string Of(TextPiece piece, IReadOnlyList<VisitTurn> turns) => piece switch
    {
        TextPiece.Fixed(var words) => words,
        TextPiece.Said(var span) => Of(span, turns),
        _ => throw new ArgumentOutOfRangeException(nameof(piece), piece, "A piece is Fixed or Said."),
    };
}
