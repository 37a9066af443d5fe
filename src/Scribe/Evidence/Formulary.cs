namespace OnPremLlm.Scribe.Evidence;

/// <summary>The medicines that a site knows.</summary>
public static class Formulary
{
    /// <summary>Reads a text file of one medicine a line; blank lines and lines that begin with # are passed over. Names are kept in lower case.</summary>
    public static IReadOnlySet<string> Load(string path) =>
        File.ReadLines(path).Select(l => l.Trim().ToLowerInvariant()).Where(l => l.Length > 0 && l[0] != '#').ToHashSet();
}
