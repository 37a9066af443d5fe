using Dice = OnPremLlm.Training.Visits.Dice;

namespace OnPremLlm.Training.Synthesis.Forms;

/// <summary>Joins what one person says in a row, as a transcript may or may not do.</summary>
internal static class JoinedTurns
{
    const int MostWords = 60;

    /// <param name="share">Of the turns that follow one by the same speaker: how many are joined to it.</param>
    public static SyntheticVisit Of(SyntheticVisit visit, double share, Dice dice)
    {
        List<(Speaker Speaker, List<string> Words)> joined = [];
        var map = new TurnMap();
        foreach (var turn in visit.Turns)
        {
            if (joined.Count == 0 || joined[^1].Speaker != turn.Speaker || joined[^1].Words.Count + turn.Words.Count > MostWords || !dice.Chance(share))
            {
                joined.Add((turn.Speaker, []));
            }

            var (at, start) = (joined.Count - 1, joined[^1].Words.Count);
            joined[^1].Words.AddRange(turn.Words);
            map.Add([.. turn.Words.Select((_, i) => (at, start + i, start + i))]);
        }

        return new SyntheticVisit([.. joined.Select(turn => new VisitTurn(turn.Speaker, turn.Words))], [.. visit.Statements.Select(statement => map.Map(statement)!)], visit.Facts);
    }
}
