using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Host.Cli;

/// <summary>A written transcript: lines "Doctor: …" and "Patient: …"; empty lines and lines that begin with # are left out.</summary>
internal static class TranscriptFile
{
    // The Host's limits of a written transcript; told here with the line, before a visit is made.
    const int MostTurns = 2000;
    const int LongestTurn = 2000;

    /// <summary>Throws <see cref="DemonstrationException"/> with the number of the first bad line.</summary>
    public static IReadOnlyList<WrittenTurn> Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new DemonstrationException($"There is no transcript {path}.");
        }

        List<WrittenTurn> turns = [];
        foreach (var (number, line) in File.ReadLines(path).Select((line, index) => (index + 1, line.Trim())))
        {
            if (line.Length > 0 && line[0] != '#')
            {
                turns.Add(Parse(path, number, line));
            }
        }

        return turns.Count is > 0 and <= MostTurns
            ? turns
            : throw new DemonstrationException($"{path} has {turns.Count} turns; 1 to {MostTurns} are allowed. Write one line per turn: \"Doctor: …\" or \"Patient: …\".");
    }

    static WrittenTurn Parse(string path, int number, string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var speaker = colon < 0 ? null : line[..colon].Trim().ToUpperInvariant() switch
        {
            "DOCTOR" or "CLINICIAN" => Speaker.Clinician,
            "PATIENT" => (Speaker?)Speaker.Patient,
            _ => null,
        };
        if (speaker is not { } known)
        {
            throw new DemonstrationException($"{path}, line {number}: a line begins with \"Doctor:\" or \"Patient:\".");
        }

        var text = line[(colon + 1)..].Trim();
        return text.Length is > 0 and <= LongestTurn && !text.Any(c => char.IsControl(c) && c is not '\t')
            ? new WrittenTurn { Speaker = known, Text = text }
            : throw new DemonstrationException($"{path}, line {number}: {text.Length} characters are said after the colon; 1 to {LongestTurn} are allowed, and no control characters.");
    }
}
