namespace OnPremLlm.Training.LanguageModel;

/// <summary>
/// Counts words, pairs and triples of sentences and gives the probabilities of an interpolated back-off model with absolute discounting
/// (Ney, Essen and Kneser 1994): p(w|h) = (c(hw) − D) / c(h) + λ(h) p(w|h′), where λ(h) is what the discounts, and the triples left out as
/// too rare, add up to. So all words after a history sum to 1.
/// </summary>
internal sealed class TrigramCounter
{
    public const string Begin = "<s>";
    public const string End = "</s>";
    const double Discount = .7;

    readonly Dictionary<string, long> words = [];
    readonly Dictionary<(string, string), long> pairs = [];
    readonly Dictionary<(string, string, string), long> triples = [];

    public void Add(IReadOnlyList<string> sentence)
    {
        string[] marked = [Begin, .. sentence, End];
        for (var i = 1; i < marked.Length; i++)
        {
            Count(words, marked[i]);
            Count(pairs, (marked[i - 1], marked[i]));
            if (i > 1)
            {
                Count(triples, (marked[i - 2], marked[i - 1], marked[i]));
            }
        }
    }

    /// <summary>Pairs and triples counted less often than <paramref name="leastPair"/> and <paramref name="leastTriple"/> are left to the shorter history.</summary>
    public BackoffModel Estimate(int leastPair, int leastTriple)
    {
        var total = (double)words.Values.Sum();
        var reserved = Discount * words.Count / total;
        var unigrams = words.ToDictionary(word => word.Key, word => ((word.Value - Discount) / total) + (reserved / words.Count));

        var keptPairs = pairs.Where(pair => pair.Value >= leastPair).ToDictionary();
        var pairHistories = Histories(pairs, keptPairs, pair => pair.Item1);
        var bigrams = keptPairs.ToDictionary(
            pair => pair.Key,
            pair => pairHistories[pair.Key.Item1].Discounted(pair.Value) + (pairHistories[pair.Key.Item1].Left * unigrams[pair.Key.Item2]));

        // A triple is only reachable through a pair that is in the model.
        var keptTriples = triples.Where(triple => triple.Value >= leastTriple && keptPairs.ContainsKey((triple.Key.Item1, triple.Key.Item2))).ToDictionary();
        var tripleHistories = Histories(triples, keptTriples, triple => (triple.Item1, triple.Item2));
        double Shorter(string history, string word) =>
            bigrams.TryGetValue((history, word), out var p) ? p : pairHistories[history].Left * unigrams[word];
        var trigrams = keptTriples.ToDictionary(
            triple => triple.Key,
            triple =>
            {
                var history = tripleHistories[(triple.Key.Item1, triple.Key.Item2)];
                return history.Discounted(triple.Value) + (history.Left * Shorter(triple.Key.Item2, triple.Key.Item3));
            });

        return new BackoffModel(
            unigrams,
            bigrams,
            trigrams,
            pairHistories.ToDictionary(history => history.Key, history => history.Value.Left),
            tripleHistories.Where(history => keptPairs.ContainsKey(history.Key)).ToDictionary(history => history.Key, history => history.Value.Left));
    }

    static void Count<TKey>(Dictionary<TKey, long> counts, TKey key) where TKey : notnull => counts[key] = counts.GetValueOrDefault(key) + 1;

    static Dictionary<THistory, History> Histories<TKey, THistory>(
        Dictionary<TKey, long> all, Dictionary<TKey, long> kept, Func<TKey, THistory> historyOf) where TKey : notnull where THistory : notnull
    {
        var spent = kept.GroupBy(entry => historyOf(entry.Key)).ToDictionary(group => group.Key, group => group.Sum(entry => entry.Value - Discount));
        return all.GroupBy(entry => historyOf(entry.Key)).ToDictionary(
            group => group.Key,
            group =>
            {
                var total = (double)group.Sum(entry => entry.Value);
                return new History(total, 1 - (spent.GetValueOrDefault(group.Key) / total));
            });
    }

    /// <param name="Total">Occurrences of the history.</param>
    /// <param name="Left">Probability left to the shorter history.</param>
    readonly record struct History(double Total, double Left)
    {
        public double Discounted(long count) => (count - Discount) / Total;
    }
}

/// <summary>Probabilities and, by history, the probability that is left to the shorter history.</summary>
internal sealed record BackoffModel(
    Dictionary<string, double> Unigrams,
    Dictionary<(string, string), double> Bigrams,
    Dictionary<(string, string, string), double> Trigrams,
    Dictionary<string, double> UnigramBackoff,
    Dictionary<(string, string), double> BigramBackoff);
