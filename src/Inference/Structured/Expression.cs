namespace OnPremLlm.Inference.Structured;

/// <summary>
/// A piece of GBNF with what decides whether it can be generated: <paramref name="CanEnd"/> tells, of the rules that are known to end, whether
/// some text of this piece ends; <paramref name="Starts"/> are the rules that it may begin with, before any character.
/// </summary>
internal sealed record Expression(string Text, Func<IReadOnlySet<string>, bool> CanEnd, IReadOnlyList<string> Starts)
{
    /// <summary>Text without rules of its own.</summary>
    public static Expression Terminal(string text) => new(text, _ => true, []);

    public static Expression Rule(string name) => new(name, ending => ending.Contains(name), [name]);

    /// <summary>One after another. The first is not empty.</summary>
    public static Expression Sequence(params IReadOnlyList<Expression> parts) =>
        new(string.Join(' ', parts.Select(part => part.Text)), ending => parts.All(part => part.CanEnd(ending)), parts.Count == 0 ? [] : parts[0].Starts);

    /// <summary>Any one of them.</summary>
    public static Expression Choice(IReadOnlyList<Expression> parts) => parts.Count == 1
        ? parts[0]
        : new($"({string.Join(" | ", parts.Select(part => part.Text))})", ending => parts.Any(part => part.CanEnd(ending)), [.. parts.SelectMany(part => part.Starts)]);

    /// <summary>Present or not.</summary>
    public static Expression Optional(Expression part) => new($"({part.Text})?", _ => true, part.Starts);

    /// <summary>Between <paramref name="least"/> and <paramref name="most"/> times; null: without limit.</summary>
    public static Expression Repeat(Expression part, int least, int? most) => new(
        $"({part.Text}){Count(least, most)}", ending => least == 0 || part.CanEnd(ending), part.Starts);

    static string Count(int least, int? most) => (least, most) switch
    {
        (0, null) => "*",
        (1, null) => "+",
        (_, null) => $"{{{least},}}",
        _ => $"{{{least},{most}}}",
    };
}
