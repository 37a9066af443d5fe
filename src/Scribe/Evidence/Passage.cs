namespace OnPremLlm.Scribe.Evidence;

/// <summary>A number with its unit. <paramref name="Unit"/> is null when none was said; <paramref name="IsScale"/> marks the bounds of a rating ("out of 10").</summary>
internal readonly record struct Quantity(string Value, string? Unit, int At, bool IsScale);

/// <summary>A term found in a text: how it reads canonically and the first token of it.</summary>
internal readonly record struct Finding(string Meaning, int At);

/// <summary>One piece of text, read: words, numbers with units, medicines, frequencies, measurements, and which of it is negated, about family, or taken back.</summary>
internal sealed class Passage
{
    Passage(IReadOnlyList<Token> tokens, IReadOnlySet<string> formulary)
    {
        Tokens = tokens;
        Frequencies = Phrases.Frequencies(tokens, out var inFrequency);
        Quantities = Quantifier.Find(tokens, inFrequency);
        Vitals = Phrases.Vitals(tokens);
        Medicines = MedicineNames.Find(tokens, Quantities, formulary);
        Polarities = Negation.Read(tokens);
        Retracted = new bool[tokens.Count];
        Family = new bool[tokens.Count];
    }

    public IReadOnlyList<Token> Tokens { get; }
    public IReadOnlyList<Quantity> Quantities { get; }
    public IReadOnlyList<Finding> Frequencies { get; }
    public IReadOnlyList<Finding> Vitals { get; }
    public IReadOnlyList<Finding> Medicines { get; }
    public IReadOnlyList<Polarity> Polarities { get; }

    /// <summary>Set for values that the speaker took back ("fifteen — sorry, fifty").</summary>
    public bool[] Retracted { get; }

    /// <summary>Set for words about a relative of the patient.</summary>
    public bool[] Family { get; }

    public static Passage Read(string text, IReadOnlySet<string> formulary) => new(Tokenizer.Split(text), formulary);

    public bool SameSentence(int a, int b) => !Tokens.Take(Math.Max(a, b)).Skip(Math.Min(a, b)).Any(t => t.Kind == TokenKind.End);

    /// <summary>Where a word stands, by its stem; taken-back words are passed over.</summary>
    public IEnumerable<int> Find(string word)
    {
        for (var i = 0; i < Tokens.Count; i++)
        {
            if (!Tokens[i].IsBreak && !Retracted[i] && Stem.Same(Tokens[i].Text, word))
            {
                yield return i;
            }
        }
    }
}
