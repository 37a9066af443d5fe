using System.Text.RegularExpressions;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Scribe.App.Visit.Capture;

/// <summary>Reads "Doctor: …" and "Patient: …" lines. A line without a speaker goes on with the turn before it; blank lines separate nothing.</summary>
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
            if (lines[i].Trim() is { Length: > 0 } line && Add(turns, line) is { } problem)
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

    static string? Add(List<WrittenTurn> turns, string line)
    {
        var match = SpeakerLine().Match(line);
        if (!match.Success)
        {
            return turns.Count == 0 ? "the first line has to begin with \"Doctor:\" or \"Patient:\"." : Append(turns, line);
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
}
