using System.Text;

namespace OnPremLlm.Scribe.Drafting;

/// <summary>
/// The GBNF grammar that a section's answer is held to. Its language is finite, so that even a model of random weights ends; evidence ids are
/// exactly those of the transcript. No escape sequences: text and quotes hold no quotation mark, backslash or control character.
/// </summary>
internal static class StatementGrammar
{
    public const int MostStatements = 12;
    public const int LongestText = 300;
    public const int LongestQuote = 200;
    public const int MostEvidence = 4;

    public static string For(IEnumerable<string> segmentIds) =>
        $$"""
        root ::= "{\"statements\":[" (statement ("," statement){0,{{MostStatements - 1}}})? "]}"
        statement ::= "{\"text\":\"" text "\",\"quote\":\"" quote "\",\"evidence\":[" id ("," id){0,{{MostEvidence - 1}}} "]}"
        text ::= char{1,{{LongestText}}}
        quote ::= char{1,{{LongestQuote}}}
        char ::= [^"\\\x00-\x1F\x7F]
        id ::= "\"s" number "\""
        number ::= {{Numbers(segmentIds)}}

        """;

    // The numbers as a trie whose equal branches are merged: exact, a few bytes a segment, and few alternatives at each digit,
    // since the engine walks its whole vocabulary once per open alternative.
    static string Numbers(IEnumerable<string> ids)
    {
        var root = new Node();
        foreach (var id in ids)
        {
            var node = root;
            foreach (var digit in id.AsSpan(1))
            {
                node = node.Child(digit);
            }

            node.IsEnd = true;
        }

        return root.Expression();
    }

    sealed class Node
    {
        readonly SortedDictionary<char, Node> children = [];

        public bool IsEnd { get; set; }

        public Node Child(char digit) => children.TryGetValue(digit, out var child) ? child : children[digit] = new Node();

        public string Expression() => string.Join(" | ", children.GroupBy(c => c.Value.Tail()).Select(g => Digits(g.Select(c => c.Key)) + g.Key));

        string Tail() => children.Count == 0 ? "" : $" ({Expression()}){(IsEnd ? "?" : "")}";

        static string Digits(IEnumerable<char> digits) => new StringBuilder("[").AppendJoin("", digits).Append(']').ToString();
    }
}
