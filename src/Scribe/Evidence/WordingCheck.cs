using OnPremLlm.Scribe.Drafting;

namespace OnPremLlm.Scribe.Evidence;

/// <summary>The words of the statement are said in the cited segments, of the right person, and neither negated nor asserted against them.</summary>
internal static class WordingCheck
{
    // One word in five may be the writer's own before a statement is called unsupported; shorter statements must match whole.
    const int TolerateOneIn = 5;

    public static void Run(StatementReading statement, Support support, Findings findings)
    {
        var mentions = statement.Terms.ToDictionary(t => t, t => Mentions(t, support));
        var missing = 0;
        foreach (var term in statement.Terms)
        {
            if (mentions[term].Count > 0)
            {
                findings.Hit();
            }
            else if (!IsGivenByValue(statement, term))
            {
                missing++;
                findings.Sought++;
            }
        }

        if (missing * TolerateOneIn > statement.Terms.Count)
        {
            findings.Reject("The cited words do not say this.");
        }
        else if (missing > 0)
        {
            findings.Doubt("Some words of the statement are not in the cited words.");
        }

        CheckSense(statement, mentions, findings);
    }

    // "start X" may rest on "we'll add X"; "allergic to X" on a question. But "severity 7/10" is given by "7 out of 10" itself.
    static bool IsGivenByValue(StatementReading statement, Term term) => term.Words[0] == "severity" && statement.Passage.Quantities.Any(q => q.IsScale);

    static List<(SegmentReading Segment, int At)> Mentions(Term term, Support support) =>
        [.. support.Segments.SelectMany(s => term.MentionsIn(s.Passage).Select(at => (s, at)))];

    static void CheckSense(StatementReading statement, Dictionary<Term, List<(SegmentReading Segment, int At)>> mentions, Findings findings)
    {
        foreach (var (term, places) in mentions)
        {
            if (places.Count == 0 || (term.IsFraming && !term.IsNegated))
            {
                continue;
            }

            var best = BestSegments(mentions, places);
            var own = best.Where(p => p.Segment.Passage.Family[p.At] == term.IsFamily).ToList();
            if (own.Count == 0)
            {
                findings.Reject(Reasons.Subject(term.IsFamily));
                continue;
            }

            var senses = Senses(own);
            if (term.IsFraming && !senses.Contains(Polarity.Negated))
            {
                // "No medications" needs a clear no; an answer that goes on to name some is none.
                findings.Reject("The cited words do not deny this.");
                continue;
            }

            Reasons.Polarity(term.IsNegated, senses, findings);
        }
    }

    // The word counts where most of the statement's words stand: "ear" of "ear pain" in the segment that also says pain.
    static List<(SegmentReading Segment, int At)> BestSegments(
        Dictionary<Term, List<(SegmentReading Segment, int At)>> mentions, List<(SegmentReading Segment, int At)> places)
    {
        int Score(SegmentReading segment) => mentions.Count(m => !m.Key.IsFraming && m.Value.Any(p => p.Segment == segment));
        var best = places.Max(p => Score(p.Segment));
        return [.. places.Where(p => Score(p.Segment) == best).GroupBy(p => p.Segment).SelectMany(g => Closest(mentions, [.. g]))];
    }

    // Of two mentions in one segment the one nearest to the other words: "no flank tenderness and suprapubic tenderness".
    static IEnumerable<(SegmentReading Segment, int At)> Closest(
        Dictionary<Term, List<(SegmentReading Segment, int At)>> mentions, List<(SegmentReading Segment, int At)> places)
    {
        int Distance(int at) => mentions.Where(m => !m.Key.IsFraming)
            .Sum(m => m.Value.Where(p => p.Segment == places[0].Segment).Select(p => Math.Abs(p.At - at)).DefaultIfEmpty(0).Min());
        var nearest = places.Min(p => Distance(p.At));
        return places.Where(p => Distance(p.At) == nearest);
    }

    // What the answer says itself outweighs the question: "any fever or chills?" — "no fever, but chills".
    static List<Polarity> Senses(List<(SegmentReading Segment, int At)> places)
    {
        var direct = places.Where(p => !p.Segment.IsQuestion).Select(p => p.Segment.PolarityAt(p.At)).ToList();
        return direct.Count > 0 ? direct : [.. places.Select(p => p.Segment.PolarityAt(p.At))];
    }
}
