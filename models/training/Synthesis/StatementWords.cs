using OnPremLlm.Training.Synthesis.Facts;

namespace OnPremLlm.Training.Synthesis;

/// <summary>
/// The words that a statement may have beside words that were said: clinical and function words and the names of the complaints. No digit, no
/// number word and no medicine is among them, so that whatever a statement has of these was said.
/// </summary>
public static class StatementWords
{
    static readonly string[] Clinical =
    [
        "onset", "severity", "worse", "better", "with", "when", "start", "stop", "change", "continue", "to", "order", "refer", "follow", "up", "return", "if", "no",
        "known", "allergies", "history", "of", "medications", "tobacco", "alcohol", "drugs", "works", "as", "lives", "alone", "mood", "sleep", "stress",
        "thoughts", "self-harm",
    ];

    /// <summary>Each word once, lower case, in ordinal order.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. Clinical.Concat(Conditions.Relatives.Select(relative => relative.Note)).Concat(Complaints.All.SelectMany(complaint => complaint.Name.Split(' ')))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    static readonly HashSet<string> Set = new(All, StringComparer.Ordinal);

    /// <summary>True where each of the words, separated by single spaces, is in the list.</summary>
    public static bool Cover(string words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return words.Split(' ').All(Set.Contains);
    }
}
