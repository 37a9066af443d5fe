namespace OnPremLlm.Scribe.Evidence;

/// <summary>Something a statement says in words, with the other ways in which people say it.</summary>
/// <param name="Words">As written.</param>
/// <param name="SaidAs">Phrases that say the same.</param>
/// <param name="IsFraming">"onset", "start", "worse with": checked for presence; its polarity counts only where the statement negates it.</param>
/// <param name="IsNegated">The statement negates it.</param>
/// <param name="IsFamily">The statement says it of a relative.</param>
internal sealed record Term(string[] Words, string[][] SaidAs, bool IsFraming, bool IsNegated, bool IsFamily)
{
    const int Slack = 4;

    /// <summary>The places of a passage that say this; each is the first token of a mention.</summary>
    public IEnumerable<int> MentionsIn(Passage passage) => SaidAs.Prepend(Words).SelectMany(words => Mentions(passage, words)).Distinct();

    // The words in any order, close together: "pain in my left ear" says "ear pain".
    static IEnumerable<int> Mentions(Passage passage, string[] words)
    {
        var places = words.Select(w => passage.Find(w).ToList()).ToList();
        return places.Any(p => p.Count == 0)
            ? []
            : places[0].Where(first => places.Skip(1).All(p => p.Any(other => other != first && Math.Abs(other - first) <= words.Length + Slack)));
    }
}
