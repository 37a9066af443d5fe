using OnPremLlm.Scribe.Drafting;

namespace OnPremLlm.Scribe.Evidence;

/// <summary>Where a statement may come from: the segments, the words, and what the gate says of them.</summary>
internal sealed record FoundEvidence(IReadOnlyList<string> Evidence, string Quote, EvidenceFinding Finding);

/// <summary>
/// Looks for the segments that a statement without citations rests on: every segment is tried with the gate, then three in a row, and the first
/// that matches best is taken. Where nothing matches whole, the nearest is cited with the gate's reasons.
/// </summary>
internal sealed class EvidenceFinder(EvidenceGate gate, TranscriptReading transcript)
{
    const int LongestQuote = 200;

    public FoundEvidence Find(string sectionId, string text)
    {
        var statement = gate.ReadStatement(sectionId, text);
        var best = Best(statement, transcript.Segments.Select(s => (IReadOnlyList<SegmentReading>)[s]));
        if (best is not { Finding.Verdict: EvidenceVerdict.Supported })
        {
            var runs = transcript.Segments.Select(s => (IReadOnlyList<SegmentReading>)[.. transcript.Segments.Skip(s.Index).Take(3)]);
            best = Better(best, Best(statement, runs));
        }

        return best is { Finding.Coverage: > 0 } found
            ? Cite(statement, found.Cited)
            : new FoundEvidence([], "", new EvidenceFinding(EvidenceVerdict.NotSupported, ["No words of the transcript match it."]));
    }

    (IReadOnlyList<SegmentReading> Cited, EvidenceFinding Finding)? Best(StatementReading statement, IEnumerable<IReadOnlyList<SegmentReading>> candidates)
    {
        (IReadOnlyList<SegmentReading> Cited, EvidenceFinding Finding)? best = null;
        foreach (var cited in candidates)
        {
            // Of equals, the segment that carries the statement without the question before it.
            var finding = gate.CheckText(statement, Support.With(cited));
            var alone = gate.CheckText(statement, Support.Only(cited));
            best = Better(best, (cited, finding with { Coverage = finding.Coverage + (0.1 * alone.Coverage) }));
        }

        return best;
    }

    static (IReadOnlyList<SegmentReading> Cited, EvidenceFinding Finding)? Better(
        (IReadOnlyList<SegmentReading> Cited, EvidenceFinding Finding)? a, (IReadOnlyList<SegmentReading> Cited, EvidenceFinding Finding)? b)
    {
        return a is null || (b is not null && Rank(b.Value.Finding) > Rank(a.Value.Finding)) ? b : a;
        static double Rank(EvidenceFinding f) => (f.Verdict switch { EvidenceVerdict.Supported => 4, EvidenceVerdict.CheckByEar => 2, _ => 0 }) + f.Coverage;
    }

    // The question is cited with its answer only where the answer alone does not carry the statement, and the other way round.
    FoundEvidence Cite(StatementReading statement, IReadOnlyList<SegmentReading> cited)
    {
        var whole = Support.With(cited);
        var finding = gate.CheckText(statement, whole);
        var alone = gate.CheckText(statement, Support.Only(cited));
        var enough = alone.Verdict == finding.Verdict && alone.Coverage >= finding.Coverage && !cited.Any(s => s.IsQuestion);
        var segments = enough ? cited : whole.Segments;
        // Of equals, the answer: it is what was said, where the question only names it.
        var quoted = segments.OrderByDescending(s => gate.CheckText(statement, Support.Only([s])).Coverage).ThenBy(s => s.IsQuestion).First();
        return new FoundEvidence([.. segments.Select(s => s.Turn.SegmentId)], Shorten(QuoteMatcher.Collapse(quoted.Turn.Text)), finding);
    }

    static string Shorten(string text)
    {
        if (text.Length <= LongestQuote)
        {
            return text;
        }

        var space = text.LastIndexOf(' ', LongestQuote);
        return text[..(space > 0 ? space : LongestQuote)];
    }
}
