using OnPremLlm.Training.Synthesis;
using OnPremLlm.Training.Visits;

namespace OnPremLlm.Training.Corpus;

/// <summary>A part of a visit with the statements that rest on it. It is cut only where no statement has evidence on both sides, so that nothing is half said.</summary>
internal static class VisitWindow
{
    /// <summary>At most so many turns where such cuts allow it, anywhere in the visit; the visit where it has no more.</summary>
    public static SyntheticVisit Of(SyntheticVisit visit, int most, Dice dice)
    {
        if (visit.Turns.Count <= most)
        {
            return visit;
        }

        var cuts = CutsOf(visit);
        var from = dice.Between(0, cuts.Count - 2);
        var to = from + 1;
        while (to + 1 < cuts.Count && cuts[to + 1] - cuts[from] <= most)
        {
            to++;
        }

        return Part(visit, cuts[from], cuts[to]);
    }

    // Before which turns a part may begin or end; with both ends of the visit.
    static List<int> CutsOf(SyntheticVisit visit)
    {
        var isOpen = new bool[visit.Turns.Count + 1];
        foreach (var evidence in visit.Statements.Select(statement => statement.Evidence))
        {
            for (var turn = evidence.Min() + 1; turn <= evidence.Max(); turn++)
            {
                isOpen[turn] = true;
            }
        }

        return [.. Enumerable.Range(0, isOpen.Length).Where(turn => !isOpen[turn])];
    }

    static SyntheticVisit Part(SyntheticVisit visit, int from, int to) => new(
        [.. visit.Turns.Take(to).Skip(from)],
        [.. visit.Statements.Where(statement => statement.Evidence.All(turn => turn >= from && turn < to)).Select(statement => Moved(statement, from))],
        visit.Facts);

    static ReferenceStatement Moved(ReferenceStatement statement, int by) => statement with
    {
        Quote = Moved(statement.Quote, by),
        Evidence = [.. statement.Evidence.Select(turn => turn - by)],
        Text = statement.Text is null ? null : [.. statement.Text.Select(piece => piece is TextPiece.Said(var span) ? new TextPiece.Said(Moved(span, by)) : piece)],
    };

    static WordSpan Moved(WordSpan span, int by) => span with { Turn = span.Turn - by };
}
