using System.Text;
using OnPremLlm.Inference;

namespace OnPremLlm.Scribe.Drafting;

/// <summary>
/// The GBNF grammar that a section's answer is held to. Its language is finite, so that even a model of random weights ends; evidence ids are
/// exactly those of the transcript, and a quote is words of one of its segments. No escape sequences: nothing holds a quotation mark, backslash or
/// control character.
/// </summary>
internal static class StatementGrammar
{
    public const int MostStatements = 12;
    public const int LongestText = 300;
    public const int LongestQuote = 200;
    public const int MostEvidence = 4;

    const string Said = "said";

    /// <summary>What quotes are spans of: what each segment says, in a line of its own, as the prompt shows it.</summary>
    public static SpanSource Source(IReadOnlyList<TranscriptTurn> transcript) =>
        new(Said, string.Join('\n', transcript.Select(PromptLayout.Spoken)), SpanEncoding.JsonString) { WithinLines = true, LongestCharacters = LongestQuote };

    /// <summary>With <see cref="Source"/> of the same transcript, in which somebody must have said a word.</summary>
    public static string For(IEnumerable<string> segmentIds) =>
        $$"""
        root ::= "{\"statements\":[" (statement ("," statement){0,{{MostStatements - 1}}})? "]}"
        statement ::= "{\"text\":\"" text "\",\"quote\":\"" quote "\",\"evidence\":[" id ("," id){0,{{MostEvidence - 1}}} "]}"
        text ::= char{1,{{LongestText}}}
        quote ::= @{{Said}}
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
