using System.Buffers;

namespace OnPremLlm.Training.Synthesis;

/// <summary>An invented visit and the note it ought to give. Immutable.</summary>
/// <param name="Turns">In order; at least one.</param>
/// <param name="Statements">In the order of a note; may be empty.</param>
/// <param name="Facts">What was said, one for each statement as composed.</param>
public sealed record SyntheticVisit(IReadOnlyList<VisitTurn> Turns, IReadOnlyList<ReferenceStatement> Statements, IReadOnlyList<VisitFact> Facts)
{
    const int LongestQuote = 200;

    static readonly SearchValues<char> Unwanted = SearchValues.Create(" \"\\<>{}[]|~");

    /// <summary>The statement as text.</summary>
    public string Render(ReferenceStatement statement) => StatementText.Of(statement, Turns);

    /// <summary>The quoted words as text.</summary>
    public string Quote(ReferenceStatement statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        return StatementText.Of(statement.Quote, Turns);
    }

    /// <summary>What is wrong with the visit, in sentences; none where all is well.</summary>
    public IReadOnlyList<string> Verify()
    {
        List<string> wrong =
        [
            .. Turns.Index().Where(turn => turn.Item.Words.Count == 0 || turn.Item.Words.Any(IsNoWord))
                .Select(turn => $"Turn {turn.Index} has words that are none: \"{turn.Item.Text}\"."),
        ];
        wrong.AddRange(Statements.SelectMany(Verify));
        wrong.AddRange(Statements.GroupBy(statement => (statement.SectionId, Render(statement).ToUpperInvariant())).Where(group => group.Count() > 1)
            .Select(group => $"{group.Key} is stated {group.Count()} times."));
        wrong.AddRange(Statements.GroupBy(statement => statement.SectionId).Where(section => section.Count() > NoteBuilder.MostInSection)
            .Select(section => $"Section {section.Key} has {section.Count()} statements; {NoteBuilder.MostInSection} are allowed."));
        return wrong;
    }

    static bool IsNoWord(string word) => word.Length == 0 || word.AsSpan().IndexOfAny(Unwanted) >= 0 || !word.Any(char.IsLetterOrDigit);

    IEnumerable<string> Verify(ReferenceStatement statement)
    {
        var spans = (statement.Text ?? []).OfType<TextPiece.Said>().Select(piece => piece.Span).Prepend(statement.Quote).ToList();
        if (spans.Find(span => !IsInside(span)) is { Turn: var turn } outside && outside != default)
        {
            yield return $"A span of {statement.SectionId} is outside of turn {turn}.";
            yield break;
        }

        if (statement.Evidence.Count is 0 or > 4 || statement.Evidence[0] != statement.Quote.Turn || statement.Evidence.Distinct().Count() != statement.Evidence.Count)
        {
            yield return $"\"{Render(statement)}\" of {statement.SectionId} needs 1 to 4 different turns as evidence, the quoted one first.";
        }

        if (spans.Exists(span => !statement.Evidence.Contains(span.Turn)))
        {
            yield return $"\"{Render(statement)}\" of {statement.SectionId} has words of a turn that is not cited.";
        }

        if (Quote(statement).Length is 0 or > LongestQuote || Render(statement).Length == 0)
        {
            yield return $"\"{Quote(statement)}\" of {statement.SectionId} has no length that a quote may have.";
        }

        foreach (var piece in (statement.Text ?? []).OfType<TextPiece.Fixed>().Where(piece => !StatementWords.Cover(piece.Words)))
        {
            yield return $"\"{piece.Words}\" is not among {nameof(StatementWords)}.";
        }

        if (!NoteSectionIds.All.Contains(statement.SectionId))
        {
            yield return $"No section is called {statement.SectionId}.";
        }
    }

    bool IsInside(WordSpan span) => span.Turn >= 0 && span.Turn < Turns.Count && span.First >= 0 && span.First <= span.Last && span.Last < Turns[span.Turn].Words.Count;
}
