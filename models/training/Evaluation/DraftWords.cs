using OnPremLlm.Scribe.Drafting;
using OnPremLlm.Training.Corpus;
using StatementWords = OnPremLlm.Scribe.Drafting.StatementWords;

namespace OnPremLlm.Training.Evaluation;

/// <summary>Texts as they are compared: lower case, no punctuation between the words.</summary>
internal static class DraftWords
{
    static readonly HashSet<string> Plain = StatementWords.All.SelectMany(StatementWords.FormsOf).Select(Of).ToHashSet(StringComparer.Ordinal);

    public static string Of(string text) => AnswerText.WordsOf(text).ToLowerInvariant();

    /// <summary>Both as <see cref="Of"/> gives them; whole words.</summary>
    public static bool Contains(string text, string words) => $" {text} ".Contains($" {words} ", StringComparison.Ordinal);

    /// <summary>Words of the statement that nobody said and that are none of the plain ones. The grammar leaves no room for any.</summary>
    public static IEnumerable<string> Invented(Statement statement, IReadOnlyList<TranscriptTurn> turns)
    {
        var said = turns.SelectMany(turn => Of(turn.Text).Split(' ')).SelectMany(word => word.Split('-', '/').Append(word)).ToHashSet(StringComparer.Ordinal);
        return Of(statement.Text).Split(' ', '/').Where(word => !said.Contains(word) && !Plain.Contains(word));
    }
}
