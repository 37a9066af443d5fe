using OnPremLlm.Scribe.Drafting;

namespace OnPremLlm.Scribe.Evidence;

/// <summary>
/// Checks in code, without a model, whether the cited words say what a statement says: medicine, dose, unit, number, frequency, side, negation,
/// and whether the patient or a relative is meant. Deterministic and thread-safe. It finds words that do not match; it does not prove that a
/// note is complete or right.
/// </summary>
/// <param name="formulary">Names of the known medicines, lower case; others are marked "check by ear".</param>
/// <param name="confidenceThreshold">Segments with a word below this confidence (0 to 1) are marked "check by ear".</param>
public sealed class EvidenceGate(IReadOnlySet<string> formulary, float confidenceThreshold = 0.5f)
{
    /// <summary>Reads a transcript once, for any number of statements.</summary>
    public TranscriptReading Read(IReadOnlyList<TranscriptTurn> transcript) => new(transcript, formulary);

    /// <summary>Checks one statement. The quote must be a span of one cited segment, upper and lower case and spacing aside.</summary>
    /// <param name="transcript">From <see cref="Read"/>.</param>
    /// <param name="sectionId">"reports" and "denies" give the polarity; "allergies" asks for words about allergy.</param>
    /// <param name="text">The statement.</param>
    /// <param name="quote">The words it quotes.</param>
    /// <param name="evidence">Ids of the cited segments.</param>
    public EvidenceFinding Check(TranscriptReading transcript, string sectionId, string text, string quote, IReadOnlyList<string> evidence)
    {
        var findings = new Findings();
        var cited = evidence.Select(transcript.Find).OfType<SegmentReading>().ToList();
        if (evidence.Count == 0 || cited.Count < evidence.Count)
        {
            findings.Reject(evidence.Count == 0 ? "No words of the transcript are cited." : "It cites a segment that the transcript does not have.");
        }

        if (QuoteMatcher.Locate(quote, cited.Select(c => c.Turn)) is null)
        {
            findings.Reject("The quote is not in the cited words.");
        }

        CheckWords(new StatementReading(sectionId, text, formulary), Support.With(cited), findings);
        return findings.Conclude();
    }

    /// <summary>As <see cref="Check"/> for statements whose quote is chosen by the caller from the cited words.</summary>
    internal EvidenceFinding CheckText(StatementReading statement, Support support)
    {
        var findings = new Findings();
        CheckWords(statement, support, findings);
        return findings.Conclude();
    }

    internal StatementReading ReadStatement(string sectionId, string text) => new(sectionId, text, formulary);

    void CheckWords(StatementReading statement, Support support, Findings findings)
    {
        MedicineCheck.Run(statement, support, formulary, findings);
        QuantityCheck.Run(statement, support, findings);
        SideCheck.Run(statement, support, findings);
        WordingCheck.Run(statement, support, findings);
        if (support.Cited.Any(s => s.Turn.LowestConfidence < confidenceThreshold))
        {
            findings.Doubt("It rests on words that were heard with low confidence.");
        }
    }
}
