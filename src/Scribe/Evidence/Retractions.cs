namespace OnPremLlm.Scribe.Evidence;

/// <summary>Finds values that a speaker takes back: "fifteen — sorry, fifty", "11 weeks ago, no wait, 8 days ago", "metformin, I mean metoprolol".</summary>
internal static class Retractions
{
    /// <summary>Marks what <paramref name="passage"/> takes back in itself or, where it begins with the correction, in the same speaker's last words.</summary>
    public static void Mark(Passage passage, Passage? before)
    {
        for (var i = 0; i < passage.Tokens.Count; i++)
        {
            if (Lexicon.Corrections.FirstOrDefault(c => Phrases.Matches(passage.Tokens, i, c, out _)) is { } correction)
            {
                TakeBack(passage, i, i + correction.Length, before);
                i += correction.Length - 1;
            }
        }
    }

    static void TakeBack(Passage passage, int from, int to, Passage? before)
    {
        if (NextWithin(passage.Quantities.Select(q => q.At), to, passage) is { } at)
        {
            TakeBackNumber(passage, from, passage.Quantities.First(q => q.At == at), before);
        }

        if (NextWithin(passage.Medicines.Select(m => m.At), to, passage) is { } name && Last(passage.Medicines.Select(m => m.At), from) is { } old
            && passage.Medicines.All(m => m.At != name || passage.Tokens[old].Text != m.Meaning))
        {
            passage.Retracted[old] = true;
        }

        var sides = Sides.Find(passage.Tokens).ToList();
        if (NextWithin(sides, to, passage) is { } side && Last(sides, from) is { } oldSide && passage.Tokens[side].Text != passage.Tokens[oldSide].Text)
        {
            passage.Retracted[oldSide] = true;
        }
    }

    static void TakeBackNumber(Passage passage, int from, Quantity corrected, Passage? before)
    {
        var (holder, limit) = passage.Quantities.Any(q => q.At < from) ? (passage, from) : (before, int.MaxValue);
        if (holder is null)
        {
            return;
        }

        var earlier = holder.Quantities.Where(q => q.At < limit && !q.IsScale).Reverse().ToList();
        var same = earlier.Where(q => Lexicon.KindOf(q.Unit) == Lexicon.KindOf(corrected.Unit)).Take(1).ToList();
        var taken = same.Count > 0 ? same : [.. earlier.Where(q => q.Unit is null || corrected.Unit is null).Take(1)];
        foreach (var quantity in taken)
        {
            holder.Retracted[quantity.At] = true;
        }
    }

    // A correction names the new value within a few words: "sorry, that was wrong, it's fifty".
    static int? NextWithin(IEnumerable<int> positions, int from, Passage passage) =>
        positions.Where(p => p >= from && passage.Tokens.Take(p).Skip(from).Count(t => !t.IsBreak) <= 5).Select(p => (int?)p).FirstOrDefault();

    static int? Last(IEnumerable<int> positions, int before) => positions.Where(p => p < before).Select(p => (int?)p).LastOrDefault();
}
