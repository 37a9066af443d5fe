using System.Text.RegularExpressions;
using Microsoft.VisualBasic.FileIO;
using OnPremLlm.Scribe.Drafting;

namespace OnPremLlm.Training.Evaluation;

/// <summary>A dialogue with a note that a clinician wrote, of a corpus in the columns of ACI-BENCH (Yim et al., Scientific Data 2023): dialogue, note.</summary>
/// <param name="Parts">The note's words by the part of a note they are in.</param>
internal sealed partial record RealNote(IReadOnlyList<TranscriptTurn> Turns, IReadOnlyDictionary<NotePart, string> Parts)
{
    /// <exception cref="InvalidDataException">The file has no such columns.</exception>
    public static IEnumerable<RealNote> ReadAll(string path)
    {
        using var parser = new TextFieldParser(path) { HasFieldsEnclosedInQuotes = true, TrimWhiteSpace = false };
        parser.SetDelimiters(",");
        var header = parser.ReadFields() ?? [];
        var (dialogue, note) = (Array.IndexOf(header, "dialogue"), Array.IndexOf(header, "note"));
        if (dialogue < 0 || note < 0)
        {
            throw new InvalidDataException($"{path} has no columns \"dialogue\" and \"note\".");
        }

        while (parser.ReadFields() is { } fields)
        {
            yield return new([.. fields[dialogue].Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(TurnOf)], PartsOf(fields[note]));
        }
    }

    static TranscriptTurn TurnOf(string line, int index)
    {
        var match = SpeakerAndText().Match(line);
        var speaker = match.Groups[1].Value switch { "doctor" => TranscriptSpeaker.Clinician, "patient" => TranscriptSpeaker.Patient, _ => TranscriptSpeaker.Unknown };
        return new($"s{index + 1}", speaker, Joined().Replace(match.Success ? match.Groups[2].Value : line, "$1"), 1);
    }

    static Dictionary<NotePart, string> PartsOf(string note)
    {
        var (parts, part) = (new Dictionary<NotePart, string>(), NotePart.Subjective);
        foreach (var line in note.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            part = Heading().IsMatch(line) ? PartOf(line) : part;
            parts[part] = Heading().IsMatch(line) ? parts.GetValueOrDefault(part, "") : $"{parts.GetValueOrDefault(part, "")} {line}";
        }

        return parts;
    }

    static NotePart PartOf(string heading) =>
        heading.StartsWith("RESULT", StringComparison.Ordinal) ? NotePart.Results
        : heading.StartsWith("VITALS", StringComparison.Ordinal) || heading.Contains("EXAM", StringComparison.Ordinal) ? NotePart.Exam
        : heading is "PLAN" or "INSTRUCTIONS" or "IMPRESSION" || heading.StartsWith("ASSESSMENT", StringComparison.Ordinal) ? NotePart.AssessmentAndPlan
        : NotePart.Subjective;

    [GeneratedRegex(@"^\[(\w+)\]\s*(.*)$")]
    private static partial Regex SpeakerAndText();

    // The corpus is written in tokens: "do n't", "lately .".
    [GeneratedRegex(@"\s+([.,?!;:]|n't\b|'\w+\b)")]
    private static partial Regex Joined();

    [GeneratedRegex(@"^[A-Z][A-Z ()/&]{3,}$")]
    private static partial Regex Heading();
}

/// <summary>Parts that every clinician's note has in some form.</summary>
internal enum NotePart
{
    Subjective,
    Exam,
    Results,
    AssessmentAndPlan,
}
