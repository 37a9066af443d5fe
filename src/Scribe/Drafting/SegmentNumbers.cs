using System.Text;

namespace OnPremLlm.Scribe.Drafting;

/// <summary>
/// The numbers of segments as a grammar: a trie whose equal branches are merged. Exact, a few bytes a segment, and few alternatives at each digit, since the engine walks
/// its whole vocabulary once per open alternative.
/// </summary>
internal static class SegmentNumbers
{
    /// <param name="ids">Each id, "s" and a number, with what the grammar demands behind the number; empty for nothing.</param>
    public static string Expression(IEnumerable<(string Id, string Then)> ids)
    {
        var root = new Node();
        foreach (var (id, then) in ids)
        {
            var node = root;
            foreach (var digit in id.AsSpan(1))
            {
                node = node.Child(digit);
            }

            node.Then = then;
        }

        return root.Branches();
    }

    sealed class Node
    {
        readonly SortedDictionary<char, Node> children = [];

        /// <summary>Null: no number ends here.</summary>
        public string? Then { get; set; }

        public Node Child(char digit) => children.TryGetValue(digit, out var child) ? child : children[digit] = new Node();

        public string Branches() => string.Join(" | ", children.GroupBy(child => child.Value.Tail()).Select(group => Digits(group.Select(child => child.Key)) + group.Key));

        string Tail() => (children.Count, Then) switch
        {
            (0, null or "") => "",
            (0, _) => " " + Then,
            (_, null) => $" ({Branches()})",
            (_, "") => $" ({Branches()})?",
            _ => $" ({Branches()} | {Then})",
        };

        static string Digits(IEnumerable<char> digits) => new StringBuilder("[").AppendJoin("", digits).Append(']').ToString();
    }
}
