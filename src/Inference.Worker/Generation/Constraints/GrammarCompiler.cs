namespace OnPremLlm.Inference.Worker.Generation.Constraints;

/// <summary>Compiles a grammar to nodes, back to front: each expression is told the node that follows it.</summary>
internal sealed class GrammarCompiler
{
    const int Return = 0;

    readonly List<Node> nodes = [Node.Return];
    readonly List<int> entries;
    readonly Dictionary<string, int> classes = new(StringComparer.Ordinal);

    GrammarCompiler(int rules) => entries = [.. new int[rules]];

    public static GrammarProgram Compile(Grammar grammar)
    {
        var compiler = new GrammarCompiler(grammar.Rules.Count);
        for (var rule = 0; rule < grammar.Rules.Count; rule++)
        {
            compiler.entries[rule] = compiler.Compile(grammar.Rules[rule], Return);
        }

        return new([.. compiler.nodes], [.. compiler.entries], grammar.Root, grammar.Spans);
    }

    int Compile(Expression expression, int next) => expression switch
    {
        Expression.Literal literal => literal.Utf8.Reverse().Aggregate(next, (after, value) => Add(Node.Bytes(new ByteEdge(new(value, value), after)))),
        Expression.Character character => Add(Node.Call(RoutineOf(character), next)),
        Expression.Rule rule => Add(Node.Call(rule.Number, next)),
        Expression.Span span => Add(Node.Span(span.Root, next)),
        Expression.Sequence sequence => sequence.Items.Reverse().Aggregate(next, (after, item) => Compile(item, after)),
        Expression.Choice choice => Add(Node.Split([.. choice.Options.Select(option => Compile(option, next))])),
        Expression.Repeat repeat => Repeat(repeat, next),
        _ => throw new InvalidOperationException("Unknown expression."),
    };

    int Repeat(Expression.Repeat repeat, int next) => repeat switch
    {
        { Most: null, Least: 0 } => Loop(repeat.Item, next).Again,
        { Most: null, Least: 1 } => Loop(repeat.Item, next).Item,
        { Least: 0, Most: 1 } => Add(Node.Split(Compile(repeat.Item, next), next)),
        { Most: null } => Copies(RoutineOf(repeat.Item), repeat.Least, repeat.Least, Loop(repeat.Item, next).Again, next),
        _ => Copies(RoutineOf(repeat.Item), repeat.Least, repeat.Most.Value, next, next),
    };

    (int Item, int Again) Loop(Expression item, int next)
    {
        var again = Add(default);
        var first = Compile(item, again);
        nodes[again] = Node.Split(first, next);
        return (first, again);
    }

    // One call each: repetitions inside repetitions do not multiply the nodes.
    int Copies(int routine, int least, int most, int last, int next)
    {
        var after = last;
        for (var copy = most; copy > 0; copy--)
        {
            var call = Add(Node.Call(routine, after));
            after = copy > least ? Add(Node.Split(call, next)) : call;
        }

        return after;
    }

    int RoutineOf(Expression expression)
    {
        switch (expression)
        {
            case Expression.Rule rule:
                return rule.Number;
            case Expression.Character { Set: var set }:
                if (!classes.TryGetValue(set.Key, out var routine))
                {
                    classes.Add(set.Key, routine = AddRoutine(Characters(set.ToUtf8(), 0)));
                }

                return routine;
            default:
                return AddRoutine(Compile(expression, Return));
        }
    }

    // Sequences that begin alike share what they begin with, so that a byte leads to one place only.
    int Characters(IEnumerable<ByteRange[]> sequences, int depth)
    {
        var edges = sequences.GroupBy(sequence => sequence[depth]).Select(group =>
            new ByteEdge(group.Key, group.First().Length == depth + 1 ? Return : Characters([.. group], depth + 1)));
        return Add(Node.Bytes([.. edges]));
    }

    int AddRoutine(int entry)
    {
        entries.Add(entry);
        return entries.Count - 1;
    }

    int Add(Node node)
    {
        nodes.Add(node);
        return nodes.Count - 1;
    }
}
