namespace OnPremLlm.Inference.Worker.Generation.Constraints;

/// <summary>The rules of a grammar by number, which of them a text begins with, and the spans that they name.</summary>
internal sealed record Grammar(IReadOnlyList<Expression> Rules, int Root, IReadOnlyList<SpanRoot> Spans)
{
    /// <summary>Whether a rule can come to itself again before any byte is read: an automaton would call it without end.</summary>
    public bool BeginsWithItself()
    {
        var nullable = Grow((rule, set) => IsNullable(Rules[rule], set));
        var beginnings = Rules.Select(rule => Beginnings(rule, nullable).ToHashSet()).ToList();
        return Grow((rule, grounded) => beginnings[rule].IsSubsetOf(grounded)).Count < Rules.Count;
    }

    // The smallest set that holds every rule of which `belongs` is true, given the set.
    HashSet<int> Grow(Func<int, HashSet<int>, bool> belongs)
    {
        var set = new HashSet<int>();
        int before;
        do
        {
            before = set.Count;
            for (var rule = Rules.Count - 1; rule >= 0; rule--)
            {
                if (!set.Contains(rule) && belongs(rule, set))
                {
                    set.Add(rule);
                }
            }
        }
        while (set.Count > before);

        return set;
    }

    static bool IsNullable(Expression expression, HashSet<int> nullable) => expression switch
    {
        Expression.Literal literal => literal.Utf8.Length == 0,
        Expression.Rule rule => nullable.Contains(rule.Number),
        Expression.Sequence sequence => sequence.Items.All(item => IsNullable(item, nullable)),
        Expression.Choice choice => choice.Options.Any(option => IsNullable(option, nullable)),
        Expression.Repeat repeat => repeat.Least == 0 || IsNullable(repeat.Item, nullable),
        _ => false,
    };

    // The rules that may be entered before any byte is read.
    static IEnumerable<int> Beginnings(Expression expression, HashSet<int> nullable) => expression switch
    {
        Expression.Rule rule => [rule.Number],
        Expression.Sequence sequence => sequence.Items.TakeWhile((_, i) => i == 0 || IsNullable(sequence.Items[i - 1], nullable)).SelectMany(item => Beginnings(item, nullable)),
        Expression.Choice choice => choice.Options.SelectMany(option => Beginnings(option, nullable)),
        Expression.Repeat { Most: not 0 } repeat => Beginnings(repeat.Item, nullable),
        _ => [],
    };
}
