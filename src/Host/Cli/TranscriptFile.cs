using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Host.Cli;

/// <summary>A written transcript: lines "Doctor: …" and "Patient: …"; empty lines and lines that begin with # are left out.</summary>
internal static class TranscriptFile
{
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

        return turns.Count > 0 ? turns : throw new DemonstrationException($"{path} has no lines. Write one line per turn: \"Doctor: …\" or \"Patient: …\".");
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
        return speaker is { } known
            ? new WrittenTurn { Speaker = known, Text = line[(colon + 1)..].Trim() }
            : throw new DemonstrationException($"{path}, line {number}: a line begins with \"Doctor:\" or \"Patient:\".");
    }
}
