using OnPremLlm.Inference.Worker.Generation.Constraints;

namespace OnPremLlm.Inference.Worker.Generation.Sampling;

/// <summary>
/// The vocabulary by common beginnings, for finding all tokens that a grammar allows without trying each. Nodes lie in the order of a walk,
/// children after their parent, so that leaving out a subtree is one jump. Thread safe.
/// </summary>
internal sealed class VocabularyTrie
{
    readonly Node[] nodes; // and one after the last
    readonly int[] tokens;
    readonly int deepest;

    /// <param name="pieces">Each token's bytes; those without any are left out.</param>
    public VocabularyTrie(IReadOnlyList<byte[]> pieces)
    {
        tokens = [.. Enumerable.Range(0, pieces.Count).Where(token => pieces[token].Length > 0)];
        Array.Sort(tokens, (a, b) => pieces[a].AsSpan().SequenceCompareTo(pieces[b]) is not 0 and var order ? order : a.CompareTo(b));
        nodes = [.. Build(pieces)];
        deepest = nodes.Max(node => node.Depth);
    }

    /// <summary>Adds to <paramref name="found"/> every token whose bytes the automaton takes from that state on.</summary>
    public void Walk(Automaton automaton, int from, List<int> found)
    {
        var states = new int[deepest + 1];
        states[0] = from;
        for (var i = 0; i < nodes.Length - 1;)
        {
            var node = nodes[i];
            var state = automaton.Next(states[node.Depth - 1], node.Label);
            if (state == Automaton.Dead)
            {
                i = node.End;
                continue;
            }

            states[node.Depth] = state;
            found.AddRange(tokens.AsSpan(node.FirstToken..nodes[++i].FirstToken));
        }
    }

    List<Node> Build(IReadOnlyList<byte[]> pieces)
    {
        var built = new List<Node>();
        var path = new Stack<int>();
        byte[] before = [];
        for (var i = 0; i < tokens.Length; i++)
        {
            var piece = pieces[tokens[i]];
            Close(built, path, before.AsSpan().CommonPrefixLength(piece));
            Open(built, path, piece, i);
            before = piece;
        }

        Close(built, path, 0);
        built.Add(new(0, 0, tokens.Length));
        return built;
    }

    static void Close(List<Node> built, Stack<int> path, int depth)
    {
        while (path.Count > depth)
        {
            var node = path.Pop();
            built[node] = built[node] with { End = built.Count };
        }
    }

    static void Open(List<Node> built, Stack<int> path, byte[] piece, int token)
    {
        while (path.Count < piece.Length)
        {
            path.Push(built.Count);
            built.Add(new(piece[path.Count - 1], path.Count, token));
        }
    }

    /// <param name="Depth">1 for a child of the root.</param>
    /// <param name="FirstToken">The node's tokens lie from here to where the next node's begin.</param>
    /// <param name="End">The first node after the subtree.</param>
    readonly record struct Node(byte Label, int Depth, int FirstToken, int End = 0);
}
