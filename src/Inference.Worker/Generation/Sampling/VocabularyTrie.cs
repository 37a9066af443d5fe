using OnPremLlm.Inference.Worker.Generation.Constraints;

namespace OnPremLlm.Inference.Worker.Generation.Sampling;

/// <summary>
/// The vocabulary by common beginnings, for finding all tokens that a grammar allows without trying each. Nodes lie in the order of a walk,
/// children after their parent, so that leaving out a subtree is one jump. Thread safe.
/// </summary>
internal sealed class VocabularyTrie
{
    readonly List<byte> labels = [];
    readonly List<int> depths = []; // of a child of the root: 1
    readonly List<int> ends = []; // the first node after the subtree
    readonly List<int> firstTokens = []; // a node's tokens lie from here to where the next node's begin
    readonly int[] tokens;
    readonly int deepest;

    /// <param name="pieces">Each token's bytes; those without any are left out.</param>
    public VocabularyTrie(IReadOnlyList<byte[]> pieces)
    {
        tokens = [.. Enumerable.Range(0, pieces.Count).Where(token => pieces[token].Length > 0)];
        Array.Sort(tokens, (a, b) => pieces[a].AsSpan().SequenceCompareTo(pieces[b]) is not 0 and var order ? order : a.CompareTo(b));
        var path = new Stack<int>();
        byte[] before = [];
        for (var i = 0; i < tokens.Length; i++)
        {
            var piece = pieces[tokens[i]];
            Close(path, before.AsSpan().CommonPrefixLength(piece));
            Open(path, piece, i);
            before = piece;
        }

        Close(path, 0);
        firstTokens.Add(tokens.Length);
        deepest = depths.DefaultIfEmpty(0).Max();
    }

    /// <summary>Adds to <paramref name="found"/> every token whose bytes the automaton takes from that state on.</summary>
    public void Walk(Automaton automaton, int from, List<int> found)
    {
        var states = new int[deepest + 1];
        states[0] = from;
        for (var node = 0; node < labels.Count;)
        {
            var depth = depths[node];
            var state = automaton.Next(states[depth - 1], labels[node]);
            if (state == Automaton.Dead)
            {
                node = ends[node];
                continue;
            }

            states[depth] = state;
            for (var token = firstTokens[node]; token < firstTokens[node + 1]; token++)
            {
                found.Add(tokens[token]);
            }

            node++;
        }
    }

    void Close(Stack<int> path, int depth)
    {
        while (path.Count > depth)
        {
            ends[path.Pop()] = labels.Count;
        }
    }

    void Open(Stack<int> path, byte[] piece, int token)
    {
        while (path.Count < piece.Length)
        {
            labels.Add(piece[path.Count]);
            path.Push(labels.Count - 1);
            depths.Add(path.Count);
            ends.Add(0);
            firstTokens.Add(token);
        }
    }
}
