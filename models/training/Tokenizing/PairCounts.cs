namespace OnPremLlm.Training.Tokenizing;

/// <summary>How often two pieces are neighbours in the counted words, kept up to date as pieces grow together.</summary>
internal sealed class PairCounts
{
    readonly List<(string[] Pieces, long Count)> words = [];
    readonly Dictionary<(string Left, string Right), long> counts = [];
    readonly Dictionary<(string Left, string Right), HashSet<int>> places = [];

    public PairCounts(IEnumerable<(string[] Pieces, long Count)> counted)
    {
        foreach (var word in counted)
        {
            words.Add(word);
            Count(words.Count - 1, 1);
        }
    }

    /// <summary>Of equals the one that comes last in the order of code units; null when none occurs <paramref name="least"/> times.</summary>
    public (string Left, string Right)? MostFrequent(int least)
    {
        (string Left, string Right)? best = null;
        var most = (long)least;
        foreach (var (pair, count) in counts)
        {
            if (count > most || (count == most && (best is null || Compare(pair, best.Value) > 0)))
            {
                (best, most) = (pair, count);
            }
        }

        return best;
    }

    public void Merge(string left, string right)
    {
        foreach (var index in places[(left, right)].Order().ToList())
        {
            Count(index, -1);
            words[index] = (Merged(words[index].Pieces, left, right), words[index].Count);
            Count(index, 1);
        }

        counts.Remove((left, right));
        places.Remove((left, right));
    }

    void Count(int index, int sign)
    {
        var (pieces, count) = words[index];
        for (var i = 0; i + 1 < pieces.Length; i++)
        {
            var pair = (pieces[i], pieces[i + 1]);
            counts[pair] = counts.GetValueOrDefault(pair) + (sign * count);
            var at = places.TryGetValue(pair, out var known) ? known : places[pair] = [];
            _ = sign > 0 ? at.Add(index) : at.Remove(index);
        }
    }

    static string[] Merged(string[] pieces, string left, string right)
    {
        var merged = new List<string>(pieces.Length);
        for (var i = 0; i < pieces.Length; i++)
        {
            var both = i + 1 < pieces.Length && pieces[i] == left && pieces[i + 1] == right;
            merged.Add(both ? left + right : pieces[i]);
            i += both ? 1 : 0;
        }

        return [.. merged];
    }

    static int Compare((string Left, string Right) a, (string Left, string Right) b) =>
        string.CompareOrdinal(a.Left, b.Left) is var left and not 0 ? left : string.CompareOrdinal(a.Right, b.Right);
}
