using OnPremLlm.Scribe.Drafting;
using OnPremLlm.Scribe.Evidence;

namespace OnPremLlm.Training.Synthesis;

/// <summary>What the evidence gate says of the reference notes.</summary>
internal static class GateFigures
{
    public static IEnumerable<(string SectionId, bool IsSupported, string Example)> Of(SyntheticVisit visit)
    {
        var names = visit.Facts.Select(fact => fact.Medicine?.ToLowerInvariant()).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var gate = new EvidenceGate(names);
        var reading = gate.Read([.. visit.Turns.Select((turn, i) => new TranscriptTurn($"s{i + 1}", Speaker(turn.Speaker), turn.Text, 1))]);
        foreach (var statement in visit.Statements)
        {
            var finding = gate.Check(reading, statement.SectionId, visit.Render(statement), visit.Quote(statement), [.. statement.Evidence.Select(turn => $"s{turn + 1}")]);
            var isSupported = finding.Verdict == EvidenceVerdict.Supported;
            var cited = string.Join(" | ", statement.Evidence.Select(turn => visit.Turns[turn].Text));
            yield return (statement.SectionId, isSupported, $"{visit.Render(statement)} [{cited}] {string.Join(' ', finding.Reasons)}");
        }
    }

    static TranscriptSpeaker Speaker(Speaker speaker) => speaker switch
    {
        Synthesis.Speaker.Clinician => TranscriptSpeaker.Clinician,
        Synthesis.Speaker.Patient => TranscriptSpeaker.Patient,
        _ => TranscriptSpeaker.Unknown,
    };
}
