using System.Text;
using OnPremLlm.Scribe.Drafting;
using OnPremLlm.Training.Synthesis;

namespace OnPremLlm.Training.Corpus;

/// <summary>Reference statements as the product's grammar has a model write them (docs/decisions/0001-drafting-format.md).</summary>
internal static class AnswerText
{
    const string None = """{"statements":[]}""";
    const string Begin = """{"statements":[{"evidence":["s""";
    const string Also = "\",\"s";
    const string Quote = """
        "],"quote":"
        """;

    const string Text = """
        ","text":"
        """;

    const string Next = """
        "},{"evidence":["s
        """;

    const string End = """
        "}]}
        """;

    /// <summary>The fixed pieces; an id is written with its "s", which is part of its own token.</summary>
    public static IReadOnlyList<string> Pieces { get; } = [None, Begin[..^1], Also[..^1], Quote, Text, Next[..^1], End];

    /// <summary>Of one section, in the order of the note; at most as many as the grammar allows.</summary>
    public static string Of(IEnumerable<ReferenceStatement> statements, IReadOnlyList<VisitTurn> turns)
    {
        var answer = new StringBuilder();
        foreach (var statement in statements.Take(StatementGrammar.MostStatements))
        {
            answer.Append(answer.Length == 0 ? Begin : Next).AppendJoin(Also, statement.Evidence.Select(turn => turn + 1)).Append(Quote).Append(Spoken(StatementText.Of(statement.Quote, turns)));
            if (statement.Text is not null)
            {
                answer.Append(Text).Append(WordsOf(StatementText.Of(statement, turns)));
            }
        }

        return answer.Length == 0 ? None : answer.Append(End).ToString();
    }

    /// <summary>The words of a statement, without the marks between them.</summary>
    public static string WordsOf(string text) => string.Join(' ', text.Split(' ').Select(StatementGrammar.Bare).Where(word => word.Length > 0));

    static string Spoken(string quote) => PromptLayout.Spoken(new("s1", TranscriptSpeaker.Unknown, quote, 1));
}
