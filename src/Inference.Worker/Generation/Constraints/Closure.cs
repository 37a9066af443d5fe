namespace OnPremLlm.Inference.Worker.Generation.Constraints;

/// <summary>Follows everything that takes no byte: choices, calls, returns and the ends of spans. One thread at a time.</summary>
internal sealed class Closure(GrammarProgram program, SpanIndex spans, WorkBudget budget)
{
    readonly HashSet<GrammarThread> seen = [];
    readonly Stack<GrammarThread> open = new();
    readonly List<GrammarThread> waiting = [];
    bool canEnd;

    /// <summary>Adds a place from which to follow on.</summary>
    public void Add(GrammarThread thread)
    {
        if (seen.Add(thread))
        {
            budget.Spend(1);
            WorkBudget.RequireWays(seen.Count);
            open.Push(thread);
        }
    }

    /// <summary>The threads that wait for a byte after all that was added; forgets it.</summary>
    public ThreadSet Take(StackTable stacks)
    {
        while (open.TryPop(out var thread))
        {
            if (thread.InSpan)
            {
                waiting.Add(thread);
                ReturnIf(spans.CanEnd(thread.SpanNode), thread.Stack, stacks);
            }
            else
            {
                Follow(thread.Stack, program.Nodes[thread.Place], thread, stacks);
            }
        }

        return Finish();
    }

    void Follow(int stack, Node node, GrammarThread thread, StackTable stacks)
    {
        switch (node.Kind)
        {
            case NodeKind.Bytes:
                waiting.Add(thread);
                break;
            case NodeKind.Split:
                Array.ForEach(node.Targets, target => Add(new(stack, target)));
                break;
            case NodeKind.Call:
                Add(new(PushNext(stack, node, stacks), program.Entries[node.Value]));
                break;
            case NodeKind.Span:
                Add(GrammarThread.Inside(PushNext(stack, node, stacks), SpanIndex.Root(node.Value)));
                break;
            case NodeKind.Return:
                ReturnIf(true, stack, stacks);
                break;
            default:
                throw new InvalidOperationException("Unknown node.");
        }
    }

    // A call that is the last thing of a rule returns to the rule's own caller: a rule that ends with itself needs no stack.
    int PushNext(int stack, Node node, StackTable stacks) => program.Nodes[node.Next].Kind == NodeKind.Return ? stack : stacks.Push(stack, node.Next);

    void ReturnIf(bool whole, int stack, StackTable stacks)
    {
        if (whole && stack == 0)
        {
            canEnd = true;
        }
        else if (whole)
        {
            var (below, top) = stacks.Pop(stack);
            Add(new(below, top));
        }
    }

    ThreadSet Finish()
    {
        waiting.Sort();
        var set = new ThreadSet([.. waiting], canEnd);
        seen.Clear();
        waiting.Clear();
        canEnd = false;
        return set;
    }
}
