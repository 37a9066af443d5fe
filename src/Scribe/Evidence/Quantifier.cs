namespace OnPremLlm.Scribe.Evidence;

/// <summary>Reads numbers with their units.</summary>
internal static class Quantifier
{
    public static IReadOnlyList<Quantity> Find(IReadOnlyList<Token> tokens, bool[] skip)
    {
        var found = new List<Quantity>();
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].Kind == TokenKind.Number && !skip[i])
            {
                found.Add(new Quantity(tokens[i].Text, UnitAt(tokens, i), i, IsScale(tokens, i)));
            }
        }

        return found;
    }

    // "3 to 5 days": the unit of the second number is that of the first as well.
    static string? UnitAt(IReadOnlyList<Token> tokens, int at)
    {
        var next = at + 1;
        if (next + 2 < tokens.Count && tokens[next].Text is "to" or "or" && tokens[next + 1].Kind == TokenKind.Number)
        {
            next += 2;
        }

        return next < tokens.Count && tokens[next].Kind == TokenKind.Word ? Lexicon.UnitOf(tokens[next].Text) : null;
    }

    // The bounds of a rating are not its value: "from 1 to 10", "out of 10", "7/10".
    static bool IsScale(IReadOnlyList<Token> tokens, int at)
    {
        var before = at > 0 ? tokens[at - 1].Text : "";
        var twoBefore = at > 1 ? tokens[at - 2].Text : "";
        return (tokens[at].Text is "0" or "1" && before is "from" or "of" && at + 2 < tokens.Count && tokens[at + 1].Text == "to" && tokens[at + 2].Text == "10")
            || (tokens[at].Text == "10" && ((before == "of" && twoBefore == "out") || before == "over" || (before == "to" && twoBefore is "0" or "1")));
    }
}
