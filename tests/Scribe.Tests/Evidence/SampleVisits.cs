using System.Text.Json;
using OnPremLlm.Scribe.Drafting;
using OnPremLlm.Scribe.Evidence;
using OnPremLlm.TestSupport;

namespace OnPremLlm.Scribe.Tests.Evidence;

/// <summary>Transcripts for tests: written as "D: …" and "P: …" lines, and the demonstration model's sample visits.</summary>
internal static class SampleVisits
{
    public static IReadOnlySet<string> Formulary { get; } = File.ReadLines(Repository.PathOf("models", "demo", "formulary.txt"))
        .Where(l => l.Length > 0 && l[0] != '#').ToHashSet();

    public static IReadOnlyList<TranscriptTurn> Said(params string[] lines) =>
    [
        .. lines.Select((line, i) => new TranscriptTurn(
            $"s{i + 1}",
            line[0] switch { 'D' => TranscriptSpeaker.Clinician, 'P' => TranscriptSpeaker.Patient, _ => TranscriptSpeaker.Unknown },
            line[3..],
            1f)),
    ];

    /// <summary>The gate's finding on a statement that cites every segment of the transcript and quotes its first.</summary>
    public static EvidenceFinding Check(IReadOnlyList<TranscriptTurn> transcript, string section, string text)
    {
        var gate = new EvidenceGate(Formulary);
        return gate.Check(gate.Read(transcript), section, text, transcript[0].Text, [.. transcript.Select(t => t.SegmentId)]);
    }

    /// <summary>The samples of ../shared/prototype, or null where that folder is not beside the checkout.</summary>
    public static IReadOnlyList<SampleVisit>? Samples()
    {
        var path = Environment.GetEnvironmentVariable("ONPREMLLM_SAMPLES") ?? Repository.PathOf("..", "shared", "prototype", "demo-model", "samples.json");
        return File.Exists(path) ? JsonSerializer.Deserialize<List<SampleVisit>>(File.ReadAllText(path), JsonSerializerOptions.Web) : null;
    }
}

internal sealed record SampleLine(string Speaker, string Text);

internal sealed record SampleVisit(int Id, IReadOnlyList<SampleLine> Transcript, string Note, string Draft)
{
    public IReadOnlyList<TranscriptTurn> Turns => SampleVisits.Said([.. Transcript.Select(l => $"{l.Speaker[0]}: {l.Text}")]);
}
