namespace OnPremLlm.Scribe.Evidence;

/// <summary>Finds fixed phrases in tokens.</summary>
internal static class Phrases
{
    public static IReadOnlyList<Finding> Frequencies(IReadOnlyList<Token> tokens, out bool[] covered)
    {
        var found = new List<Finding>();
        covered = new bool[tokens.Count];
        foreach (var (words, meaning) in Lexicon.Frequencies.OrderByDescending(f => f.Words.Length))
        {
            for (var i = 0; i + words.Length <= tokens.Count; i++)
            {
                if (!covered[i] && Matches(tokens, i, words, out var number))
                {
                    found.Add(new Finding(number is null ? meaning : meaning.Replace("#", number, StringComparison.Ordinal), i));
                    Array.Fill(covered, true, i, words.Length);
                }
            }
        }

        return [.. found.OrderBy(f => f.At)];
    }

    public static IReadOnlyList<Finding> Vitals(IReadOnlyList<Token> tokens) =>
    [
        .. Lexicon.Vitals
            .SelectMany(v => v.Value.SelectMany(phrase => Positions(tokens, phrase.Split(' ')).Select(at => new Finding(v.Key, at))))
            .OrderBy(f => f.At),
    ];

    public static IEnumerable<int> Positions(IReadOnlyList<Token> tokens, string[] words) =>
        Enumerable.Range(0, Math.Max(0, tokens.Count - words.Length + 1)).Where(i => Matches(tokens, i, words, out _));

    public static bool Matches(IReadOnlyList<Token> tokens, int at, string[] words, out string? number)
    {
        number = null;
        for (var j = 0; j < words.Length; j++)
        {
            if (at + j >= tokens.Count)
            {
                return false;
            }

            var token = tokens[at + j];
            if (words[j] == "#" && token.Kind == TokenKind.Number)
            {
                number = token.Text;
            }
            else if (token.Text != words[j])
            {
                return false;
            }
        }

        return true;
    }
}
