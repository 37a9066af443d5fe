namespace OnPremLlm.Scribe.Evidence;

/// <summary>Compares words by their beginnings, so that "coughing" is said where "cough" is written.</summary>
internal static class Stem
{
    static readonly string[] Endings = ["iness", "ness", "ings", "ing", "ies", "ed", "es", "s", "y"];

    public static bool Same(string a, string b) => a == b || (a.Length > 2 && b.Length > 2 && Of(a) == Of(b));

    static string Of(string word)
    {
        foreach (var ending in Endings)
        {
            if (word.Length - ending.Length >= 3 && word.EndsWith(ending, StringComparison.Ordinal) && !word.EndsWith("ss", StringComparison.Ordinal))
            {
                return Single(word[..^ending.Length]);
            }
        }

        return word.Length > 4 && word[^1] == 'e' ? word[..^1] : word;
    }

    // "stopped" and "stop" meet at "stop".
    static string Single(string stem) => stem.Length > 3 && (stem[^1] == stem[^2] || stem[^1] == 'e') ? stem[..^1] : stem;
}
