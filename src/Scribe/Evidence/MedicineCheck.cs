using OnPremLlm.Scribe.Drafting;

namespace OnPremLlm.Scribe.Evidence;

/// <summary>Each medicine of the statement is named in the cited words, is the patient's, and is taken or not taken as stated.</summary>
internal static class MedicineCheck
{
    public static void Run(StatementReading statement, Support support, IReadOnlySet<string> formulary, Findings findings)
    {
        foreach (var (name, at) in statement.Passage.Medicines)
        {
            var mentions = support.Segments.SelectMany(s => Positions(s.Passage, name).Select(p => (Segment: s, At: p))).ToList();
            var standing = mentions.Where(m => !m.Segment.Passage.Retracted[m.At]).ToList();
            if (standing.Count == 0)
            {
                findings.Miss(mentions.Count > 0 ? "The speaker took the medicine's name back." : "The medicine is not in the cited words.");
                continue;
            }

            findings.Hit();
            CheckSense(statement, at, standing, findings);
            if (!formulary.Contains(name) && statement.SectionId != SectionIds.Allergies)
            {
                findings.Doubt("The medicine is not in the formulary.");
            }
        }
    }

    static IEnumerable<int> Positions(Passage passage, string name) =>
        Enumerable.Range(0, passage.Tokens.Count).Where(i => passage.Tokens[i].Text == name);

    static void CheckSense(StatementReading statement, int at, List<(SegmentReading Segment, int At)> mentions, Findings findings)
    {
        var own = mentions.Where(m => m.Segment.Passage.Family[m.At] == statement.IsFamily).ToList();
        if (own.Count == 0)
        {
            findings.Reject(Reasons.Subject(statement.IsFamily));
            return;
        }

        var wanted = Sense(statement.Passage, at, statement.IsNegatedAt(at) ? Polarity.Negated : Polarity.Stated);
        var senses = own.Select(m => Sense(m.Segment.Passage, m.At, m.Segment.PolarityAt(m.At))).ToList();
        Reasons.Polarity(wanted == Polarity.Negated, MoreDirect(own, senses), findings);
    }

    // "Are you still on metformin?" — "Metformin? Yes, 500." A name in a question whose answer is open does not contradict.
    static List<Polarity> MoreDirect(List<(SegmentReading Segment, int At)> mentions, List<Polarity> senses)
    {
        var direct = senses.Where((_, i) => !mentions[i].Segment.IsQuestion).ToList();
        return direct.Count > 0 ? direct : senses;
    }

    // A stop order is a "no" to the medicine on both sides: "stop X" rests on "let's stop X", never on "I take X".
    static Polarity Sense(Passage passage, int at, Polarity polarity)
    {
        for (var i = at - 1; i >= 0 && at - i <= 5 && passage.Tokens[i].Kind != TokenKind.End && passage.Tokens[i].Text is not ("but" or "and" or "start"); i--)
        {
            if (Lexicon.StopCues.Contains(passage.Tokens[i].Text) || (passage.Tokens[i].Text == "used" && passage.Tokens[i + 1].Text == "to"))
            {
                return Polarity.Negated;
            }
        }

        return polarity;
    }
}
