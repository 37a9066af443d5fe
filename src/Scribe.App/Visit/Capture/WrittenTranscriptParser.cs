using System.Text.RegularExpressions;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Scribe.App.Visit.Capture;

/// <summary>
/// Reads "Doctor: …" and "Patient: …" lines. A line without a speaker goes on with the turn before it; blank lines separate nothing. A line that
/// seems to begin with another speaker is refused: nobody's words may be put into somebody else's mouth.
/// </summary>
internal static partial class WrittenTranscriptParser
{
    public const int MaximumTurns = 2000;
    public const int MaximumCharacters = 2000;
    const int MaximumProblems = 5;

    /// <summary>The turns, or up to five problems, each with its line number.</summary>
    public static (IReadOnlyList<WrittenTurn> Turns, IReadOnlyList<string> Problems) Parse(string text)
    {
        List<WrittenTurn> turns = [];
        List<string> problems = [];
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length && problems.Count < MaximumProblems; i++)
        {
            if (lines[i].Trim() is { Length: > 0 } line && Add(turns, line, isFirst: turns.Count == 0 && problems.Count == 0) is { } problem)
            {
                problems.Add($"Line {i + 1}: {problem}");
            }
        }

        if (problems.Count == 0 && turns.Count == 0)
        {
            problems.Add("There is nothing yet. Write one line per turn, for example \"Doctor: What brings you in?\".");
        }

        return (turns, problems);
    }

    static string? Add(List<WrittenTurn> turns, string line, bool isFirst)
    {
        var match = SpeakerLine().Match(line);
        if (!match.Success)
        {
            return OtherSpeaker(line)
                ?? (turns.Count > 0 ? Append(turns, line) : isFirst ? "the first line has to begin with \"Doctor:\" or \"Patient:\"." : null);
        }

        var said = match.Groups["said"].Value.Trim();
        if (said.Length == 0)
        {
            return "nothing is said after the colon. Write what was said, or remove the line.";
        }

        if (said.Length > MaximumCharacters)
        {
            return TooLong(said.Length);
        }

        var doctor = match.Groups["who"].Value.StartsWith("d", StringComparison.OrdinalIgnoreCase)
            || match.Groups["who"].Value.StartsWith("c", StringComparison.OrdinalIgnoreCase);
        turns.Add(new WrittenTurn { Speaker = doctor ? Speaker.Clinician : Speaker.Patient, Text = said });
        return turns.Count > MaximumTurns ? $"this is turn {turns.Count:N0}; at most {MaximumTurns:N0} are taken. Split the visit in two." : null;
    }

    static string? OtherSpeaker(string line) =>
        OtherLabel().Match(line) is { Success: true } other ? $"\"{other.Groups["who"].Value}:\" is neither \"Doctor:\" nor \"Patient:\". Write who of the two said it, or take the colon out if it is no speaker."
        : MissingColon().IsMatch(line) ? "after \"Doctor\" or \"Patient\" a colon is missing."
        : null;

    static string? Append(List<WrittenTurn> turns, string line)
    {
        var joined = turns[^1].Text + " " + line;
        if (joined.Length > MaximumCharacters)
        {
            return TooLong(joined.Length);
        }

        turns[^1] = turns[^1] with { Text = joined };
        return null;
    }

    static string TooLong(int length) => $"the turn has {length:N0} characters; at most {MaximumCharacters:N0} are taken. Split it in two turns.";

    [GeneratedRegex(@"^(?<who>doctor|dr|clinician|patient|pt)\.?\s*:(?<said>.*)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SpeakerLine();

    // "Nurse:", "Mr Smith:": up to three capitalised words. "BP:" and times such as "At 10:30" are none.
    [GeneratedRegex(@"^(?<who>\p{Lu}\p{Ll}+\.?(\s\p{Lu}[\p{L}.'-]*){0,2})\s*:", RegexOptions.CultureInvariant)]
    private static partial Regex OtherLabel();

    [GeneratedRegex(@"^(doctor|dr|clinician|patient|pt)\s*[;,\-–—>]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex MissingColon();
}
