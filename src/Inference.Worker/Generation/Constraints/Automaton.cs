namespace OnPremLlm.Inference.Worker.Generation.Constraints;

/// <summary>
/// A grammar over bytes: a pushdown automaton that is walked in all ways at once. A set of ways is a state with a number; where a byte leads
/// from it is computed once and remembered. One request's own, and one thread at a time.
/// </summary>
internal sealed class Automaton
{
    /// <summary>No text of the grammar goes on so.</summary>
    public const int Dead = -1;

    const int Unknown = -2;
    const int MostStates = 60_000;
    const int MostSpanNodes = 400_000;
    const int MostTransitions = 2 << 20;

    // 4 MiB; a token adds at most as many as it has steps. Attack: few states of many ways each, which fill the heap that all requests share.
    const int MostThreads = 500_000;

    readonly GrammarProgram program;
    readonly SpanIndex spans;
    readonly ByteClasses classes;
    readonly WorkBudget budget = new();
    readonly Closure closure;
    readonly Dictionary<ThreadSet, int> numbers = [];
    readonly List<ThreadSet> states = [];
    StackTable stacks = new();
    int[]?[] transitions = new int[64][];
    int remembered;
    int held;

    public Automaton(GrammarProgram program, IReadOnlyList<SpanText> sources)
    {
        this.program = program;
        spans = new(sources, program.Spans);
        classes = new(program, spans.Occurring());
        closure = new(program, spans, budget);
        closure.Add(new(0, program.Entries[program.Root]));
        Start = NumberOf(closure.Take(stacks));
    }

    /// <summary>The state before the first byte.</summary>
    public int Start { get; }

    /// <summary>Whether the text so far is a whole text of the grammar.</summary>
    public bool CanEnd(int state) => states[state].CanEnd;

    /// <summary>The state after one more byte, or <see cref="Dead"/>.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: the grammar is too ambiguous or the text too deep.</exception>
    public int Next(int state, byte value)
    {
        var known = transitions[state] is { } row ? row[classes.Of(value)] : Unknown;
        return known == Unknown ? Compute(state, value) : known;
    }

    /// <summary>To be called between tokens: forgets what was remembered when it is too much. True: only the returned state is still known.</summary>
    public bool Tidy(ref int state)
    {
        budget.Renew();
        if (states.Count <= MostStates && remembered <= MostTransitions && spans.Count <= MostSpanNodes && held <= MostThreads)
        {
            return false;
        }

        Forget(ref state);
        return true;
    }

    internal void Forget(ref int state)
    {
        var set = states[state];
        var paths = set.Threads.Select(thread => thread.InSpan ? spans.PathTo(thread.SpanNode) : default).ToList();
        var fresh = new StackTable();
        spans.Shrink();
        var threads = set.Threads.Select((thread, i) => new GrammarThread(stacks.CopyTo(fresh, thread.Stack), thread.InSpan ? ~Walk(paths[i]) : thread.Place)).Order();
        ThreadSet kept = new([.. threads], set.CanEnd);
        stacks = fresh;
        numbers.Clear();
        states.Clear();
        transitions = new int[64][];
        (remembered, held) = (0, 0);
        state = NumberOf(kept);
    }

    int Walk((int Root, byte[] Bytes) path) => path.Bytes.Aggregate(SpanIndex.Root(path.Root), spans.Next);

    int Compute(int state, byte value)
    {
        var threads = states[state].Threads;
        budget.Spend(threads.Length);
        foreach (var thread in threads)
        {
            Step(thread, value);
        }

        var set = closure.Take(stacks);
        var next = set.Threads.Length == 0 && !set.CanEnd ? Dead : NumberOf(set);
        Remember(state, value, next);
        return next;
    }

    void Step(GrammarThread thread, byte value)
    {
        if (thread.InSpan)
        {
            if (spans.Next(thread.SpanNode, value) is >= 0 and var node)
            {
                closure.Add(GrammarThread.Inside(thread.Stack, node));
            }

            return;
        }

        foreach (var edge in program.Nodes[thread.Place].Edges)
        {
            if (edge.Bytes.From <= value && value <= edge.Bytes.To)
            {
                closure.Add(new(thread.Stack, edge.Target));
                return;
            }
        }
    }

    void Remember(int state, byte value, int next)
    {
        if (transitions[state] is not { } row)
        {
            if (remembered > MostTransitions)
            {
                return; // until the token is over
            }

            transitions[state] = row = new int[classes.Count];
            Array.Fill(row, Unknown);
            remembered += row.Length;
        }

        row[classes.Of(value)] = next;
    }

    int NumberOf(ThreadSet set)
    {
        if (!numbers.TryGetValue(set, out var number))
        {
            number = states.Count;
            numbers.Add(set, number);
            states.Add(set);
            held += set.Threads.Length;
            if (transitions.Length == number)
            {
                Array.Resize(ref transitions, 2 * number);
            }
        }

        return number;
    }
}
