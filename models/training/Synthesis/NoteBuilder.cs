namespace OnPremLlm.Training.Synthesis;

/// <summary>Collects the statements of a visit; what a summary says again is not taken twice.</summary>
internal sealed class NoteBuilder(IReadOnlyList<VisitTurn> turns)
{
    /// <summary>A section has at most this many, as the drafting format allows.</summary>
    public const int MostInSection = 12;

    readonly List<ReferenceStatement> statements = [];
    readonly List<VisitFact> facts = [];

    public IReadOnlyList<ReferenceStatement> Statements => statements;

    public IReadOnlyList<VisitFact> Facts => facts;

    public static TextPiece Fixed(string words) => new TextPiece.Fixed(words);

    public static TextPiece Said(WordSpan span) => new TextPiece.Said(span);

    public int Count(string sectionId) => statements.Count(statement => statement.SectionId == sectionId);

    public bool HasRoom(string sectionId, int count = 1) => Count(sectionId) + count <= MostInSection;

    /// <summary>The quote is the statement.</summary>
    public void Add(string sectionId, string subject, WordSpan quote, params IEnumerable<int> others) => Add(new VisitFact(sectionId, subject, ""), quote, others, null);

    public void Add(VisitFact fact, WordSpan quote, IEnumerable<int> others, params TextPiece[]? text)
    {
        var said = (text ?? []).OfType<TextPiece.Said>().Select(piece => piece.Span.Turn);
        var evidence = said.Concat(others).Prepend(quote.Turn).Distinct().Take(4).ToList();
        statements.Add(new ReferenceStatement(fact.SectionId, quote, evidence, text is { Length: > 0 } ? text : null));
        facts.Add(fact);
    }

    /// <summary>In the order of a note's sections; within a section as said.</summary>
    public SyntheticVisit Finish()
    {
        var kept = statements.Zip(facts).DistinctBy(pair => (pair.First.SectionId, StatementText.Of(pair.First, turns).ToUpperInvariant()))
            .OrderBy(pair => NoteSectionIds.All.Index().First(section => section.Item == pair.First.SectionId).Index).ToList();
        return new SyntheticVisit([.. turns], [.. kept.Select(pair => pair.First)], [.. kept.Select(pair => pair.Second)]);
    }
}
