namespace OnPremLlm.Inference.Worker.Generation.Constraints;

/// <summary>What a rule of a grammar says. Nests no deeper than <see cref="GrammarParser"/> allows, so recursion over it is safe.</summary>
internal abstract record Expression
{
    Expression()
    {
    }

    /// <summary>How often the innermost item could be unrolled: repetitions inside repetitions multiply.</summary>
    public long Unrolled { get; init; } = 1;

    /// <summary>These bytes; may be none.</summary>
    internal sealed record Literal(byte[] Utf8) : Expression;

    /// <summary>One character of the set.</summary>
    internal sealed record Character(CharacterSet Set) : Expression;

    /// <summary>What the rule of that number says.</summary>
    internal sealed record Rule(int Number) : Expression;

    /// <summary>A span as the root of that number says.</summary>
    internal sealed record Span(int Root) : Expression;

    internal sealed record Sequence(IReadOnlyList<Expression> Items) : Expression;

    internal sealed record Choice(IReadOnlyList<Expression> Options) : Expression;

    /// <summary><paramref name="Most"/> null: without end.</summary>
    internal sealed record Repeat(Expression Item, int Least, int? Most) : Expression;
}
