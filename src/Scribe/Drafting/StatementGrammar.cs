using OnPremLlm.Inference;

namespace OnPremLlm.Scribe.Drafting;

/// <summary>
/// The GBNF grammar that a section's answer is held to. Its language is finite, so that even a model of random weights ends; evidence ids are exactly those of the
/// transcript, a quote is words of the first cited segment, and a statement's own text is words that were said, or plain ones that name no medicine and no number.
/// No escape sequences: nothing holds a quotation mark, backslash or control character.
/// </summary>
internal static class StatementGrammar
{
    public const int MostStatements = 12;
    public const int MostWords = 40;
    public const int LongestQuote = 200;
    public const int MostEvidence = 4;

    /// <summary>With more segments a quote is words of any of them: a grammar that names each would be larger than the engine takes.</summary>
    public const int MostNamed = 1_500;

    const string Said = "said";
    const string Words = "words";

    /// <summary>
    /// What quotes are spans of: what each segment says, in a line of its own, as the prompt shows it. And the words of statements, each in a line.
    /// </summary>
    public static IReadOnlyList<SpanSource> Sources(IReadOnlyList<TranscriptTurn> transcript)
    {
        var lines = transcript.Select(PromptLayout.Spoken).ToList();
        return
        [
            new(Said, string.Join('\n', lines), SpanEncoding.JsonString) { WithinLines = true, LongestCharacters = LongestQuote },
            new(Words, string.Join('\n', WordsOf(lines)), SpanEncoding.JsonString, SpanUnit.Lines),
        ];
    }

    /// <summary>With <see cref="Sources"/> of the same transcript, in which somebody must have said a word.</summary>
    public static string For(IReadOnlyList<TranscriptTurn> transcript)
    {
        var first = First(transcript);
        return first.Length == 0 ? "root ::= \"{\\\"statements\\\":[]}\"\n" : $$"""
        root ::= "{\"statements\":[" (statement ("," statement){0,{{MostStatements - 1}}})? "]}"
        statement ::= "{\"evidence\":[\"s" ({{first}})
        rest ::= "\"" ("," id){0,{{MostEvidence - 1}}} "],\"quote\":\""
        end ::= "\"" (",\"text\":\"" text ("." | "") "\"")? "}"
        text ::= @{{Words}} ((" " | ", " | "/") @{{Words}}){0,{{MostWords - 1}}}
        id ::= "\"s" ({{SegmentNumbers.Expression(transcript.Select(turn => (turn.SegmentId, "")))}}) "\""

        """;
    }

    // A segment without a word that a quote has room for cannot be quoted.
    static string First(IReadOnlyList<TranscriptTurn> transcript) => SegmentNumbers.Expression(transcript
        .Select((turn, i) => (turn, Line: i + 1)).Where(said => PromptLayout.Spoken(said.turn).Split(' ').Any(word => word.Length <= LongestQuote && word.Any(char.IsLetterOrDigit)))
        .Select(said => (said.turn.SegmentId, $"rest @{Said}{(transcript.Count <= MostNamed ? $":{said.Line}" : "")} end")));

    static IEnumerable<string> WordsOf(IEnumerable<string> lines) =>
        lines.SelectMany(line => line.Split(' ')).Select(Bare).Where(word => word.Any(char.IsLetterOrDigit)).SelectMany(word => (string[])[word, word.ToLowerInvariant()])
            .Concat(StatementWords.All).SelectMany(StatementWords.FormsOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    /// <summary>A word without the marks around it; "38.2" and "92%" stay whole.</summary>
    public static string Bare(string word) => word.Trim().Trim('.', ',', ';', ':', '?', '!', '(', ')', '[', ']', '\'', '\u2019', '\u2018', '\u2026', '-', '\u2013', '\u2014');
}
