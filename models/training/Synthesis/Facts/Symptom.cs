using Dice = OnPremLlm.Training.Visits.Dice;

namespace OnPremLlm.Training.Synthesis.Facts;

/// <summary>A symptom and what people call it.</summary>
/// <param name="Nouns">Fit behind "any" and "no".</param>
/// <param name="Doings">Fit behind "have you been" and "I haven't been"; may be empty.</param>
/// <param name="Clauses">Whole clauses in which a patient says that it is so; the marked or whole clause is quoted; may be empty.</param>
internal sealed record Symptom(string Name, IReadOnlyList<string> Nouns, IReadOnlyList<string> Doings, IReadOnlyList<string> Clauses)
{
    /// <summary>One of the nouns that the patient may say as well as the doctor.</summary>
    public string Plain(Dice dice) => dice.Pick(PlainNouns);

    string[] PlainNouns { get; } = [.. Nouns.Where(noun => !noun.Contains("your", StringComparison.Ordinal)).DefaultIfEmpty(Name)];

    /// <summary>Reads a line "name: noun, noun; doing, doing; clause, clause".</summary>
    public static Symptom Read(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var parts = line[(colon + 1)..].Split(';');
        var (plain, clauses) = (parts.Where(part => !part.Contains('<', StringComparison.Ordinal)).ToArray(), parts.Where(part => part.Contains('<', StringComparison.Ordinal)).ToArray());
        return new Symptom(line[..colon], [.. Items(plain, 0).Select(Article.WithoutArticle).Distinct(StringComparer.Ordinal)], Items(plain, 1), Items(clauses, 0));
    }

    static string[] Items(string[] parts, int at) => at < parts.Length ? parts[at].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : [];
}
