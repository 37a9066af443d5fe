namespace OnPremLlm.Scribe.Evidence;

/// <summary>Left, right, both: where these words name a side of the body and not agreement or time.</summary>
internal static class Sides
{
    public static IEnumerable<int> Find(IReadOnlyList<Token> tokens)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].Text is "left" or "bilateral" or "bilaterally" || (tokens[i].Text == "right" && IsSide(tokens, i)))
            {
                yield return i;
            }
        }
    }

    /// <summary>The word a side belongs to: "right knee", "the right side of my chest"; null where none follows.</summary>
    public static string? PartAt(IReadOnlyList<Token> tokens, int side) =>
        tokens.Skip(side + 1).Take(5).TakeWhile(t => !t.IsBreak)
            .Select(t => t.Text).FirstOrDefault(w => w is not "side" and not "lower" and not "upper" && !Lexicon.Unremarkable.Contains(w));

    static bool IsSide(IReadOnlyList<Token> tokens, int at)
    {
        var before = at > 0 ? tokens[at - 1].Text : "";
        var after = at + 1 < tokens.Count ? tokens[at + 1].Text : "";
        return before is not "all" and not "that" and not "is" and not "yeah" and not "yes" && after is not "now" and not "away" and not "after" and not "before" and not "then"
            && !(at == 0 && (tokens.Count == 1 || tokens[1].IsBreak));
    }
}
