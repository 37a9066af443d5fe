namespace OnPremLlm.Inference.Worker.Generation.Constraints;

/// <summary>Stacks of nodes to return to. Equal stacks have one number, and each holds the number of the stack below its top. 0 is empty.</summary>
internal sealed class StackTable
{
    const int Deepest = 1_024;
    readonly Dictionary<(int Below, int Top), int> numbers = [];
    readonly List<(int Below, int Top, int Depth)> stacks = [(-1, -1, 0)];

    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: nested too deep.</exception>
    public int Push(int stack, int node)
    {
        if (!numbers.TryGetValue((stack, node), out var number))
        {
            var depth = stacks[stack].Depth + 1;
            GrammarRefusal.Require(depth <= Deepest, $"The text nests the grammar's rules deeper than {Deepest}. Bound how deep rules contain themselves, or let a rule end with the rule that it repeats.");
            number = stacks.Count;
            numbers.Add((stack, node), number);
            stacks.Add((stack, node, depth));
        }

        return number;
    }

    public (int Below, int Top) Pop(int stack) => (stacks[stack].Below, stacks[stack].Top);

    /// <summary>The same stack in another table.</summary>
    public int CopyTo(StackTable other, int stack)
    {
        var tops = new List<int>();
        for (; stack != 0; stack = stacks[stack].Below)
        {
            tops.Add(stacks[stack].Top);
        }

        return Enumerable.Reverse(tops).Aggregate(0, other.Push);
    }
}
