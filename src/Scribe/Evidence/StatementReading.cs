using OnPremLlm.Scribe.Drafting;

namespace OnPremLlm.Scribe.Evidence;

/// <summary>A statement of a draft, taken apart into what can be checked.</summary>
internal sealed class StatementReading
{
    public StatementReading(string sectionId, string text, IReadOnlySet<string> formulary)
    {
        SectionId = sectionId;
        Passage = Passage.Read(text, formulary);
        IsFamily = sectionId == SectionIds.FamilyHistory || Passage.Tokens.Any(t => Lexicon.Family.Contains(t.Text));
        Terms = [.. FindTerms()];
        if (sectionId == SectionIds.Allergies && !Terms.Any(t => t.Words[0].StartsWith("allerg", StringComparison.Ordinal)))
        {
            Terms = [.. Terms, MakeTerm(["allergies"], negated: false)];
        }
    }

    public string SectionId { get; }
    public Passage Passage { get; }
    public IReadOnlyList<Term> Terms { get; }
    public bool IsFamily { get; }

    /// <summary>Whether the statement says at <paramref name="token"/> that something is not so. The section "denies" says it of everything.</summary>
    public bool IsNegatedAt(int token) => SectionId == SectionIds.Denies || Passage.Polarities[token] == Polarity.Negated;

    IEnumerable<Term> FindTerms()
    {
        var taken = Taken();
        for (var i = 0; i < Passage.Tokens.Count; i++)
        {
            if (taken[i] || Passage.Tokens[i].IsBreak)
            {
                continue;
            }

            var length = Enumerable.Range(1, 3).Reverse().FirstOrDefault(n => i + n <= Passage.Tokens.Count && IsKnown(Words(i, n)), 1);
            if (length > 1 || !IsUnremarkable(Passage.Tokens[i].Text))
            {
                yield return MakeTerm(Words(i, length), IsNegatedAt(i));
            }

            i += length - 1;
        }
    }

    // Numbers, medicines, sides, frequencies and measurements are checked on their own.
    bool[] Taken()
    {
        var taken = new bool[Passage.Tokens.Count];
        foreach (var quantity in Passage.Quantities)
        {
            taken[quantity.At] = true;
            if (quantity.Unit is not null && quantity.At + 1 < taken.Length)
            {
                taken[quantity.At + 1] = true;
            }
        }

        foreach (var at in Passage.Medicines.Select(m => m.At).Concat(Sides.Find(Passage.Tokens)))
        {
            taken[at] = true;
        }

        foreach (var (meaning, at) in Passage.Frequencies)
        {
            Array.Fill(taken, true, at, Lexicon.Frequencies.Where(f => Phrases.Matches(Passage.Tokens, at, f.Words, out _)).Max(f => f.Words.Length));
        }

        foreach (var (meaning, at) in Passage.Vitals)
        {
            Array.Fill(taken, true, at, Lexicon.Vitals[meaning].Select(p => p.Split(' ')).Where(p => Phrases.Matches(Passage.Tokens, at, p, out _)).Max(p => p.Length));
        }

        return taken;
    }

    Term MakeTerm(string[] words, bool negated)
    {
        var key = string.Join(' ', words);
        var framing = Lexicon.Framing.TryGetValue(key, out var said);
        said = framing ? said : Lexicon.SaidAs.GetValueOrDefault(key);
        return new Term(words, [.. (said ?? []).Select(s => s.Split(' '))], framing, negated, IsFamily);
    }

    string[] Words(int at, int count) => [.. Passage.Tokens.Skip(at).Take(count).Select(t => t.Text)];

    static bool IsKnown(string[] words) => string.Join(' ', words) is var key && (Lexicon.Framing.ContainsKey(key) || Lexicon.SaidAs.ContainsKey(key));

    static bool IsUnremarkable(string word) =>
        Lexicon.Unremarkable.Contains(word) || Lexicon.NegationCues.Contains(word) || Lexicon.Family.Contains(word) || Lexicon.UnitOf(word) is not null;
}
