namespace OnPremLlm.Training.Visits;

/// <summary>
/// Seeded choices (SplitMix64), the same on every platform and runtime, so that a seed always gives the same visits and language model.
/// For generated text only: nothing here is a secret.
/// </summary>
internal sealed class Dice(ulong seed)
{
    ulong state = seed;

    /// <summary>0 inclusive to 1 exclusive.</summary>
    public double Next() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>True with the given probability.</summary>
    public bool Chance(double probability) => Next() < probability;

    /// <summary>Both ends inclusive.</summary>
    public int Between(int least, int most) => least + (int)(Next() * (most - least + 1));

    public T Pick<T>(params IReadOnlyList<T> options) => options[Between(0, options.Count - 1)];

    /// <summary>Different ones of <paramref name="options"/>, in random order; all of them when there are fewer.</summary>
    public List<T> Sample<T>(IReadOnlyList<T> options, int count)
    {
        var rest = options.ToList();
        var chosen = new List<T>();
        while (chosen.Count < count && rest.Count > 0)
        {
            var at = Between(0, rest.Count - 1);
            chosen.Add(rest[at]);
            rest.RemoveAt(at);
        }

        return chosen;
    }

    public List<T> Shuffled<T>(IReadOnlyList<T> items) => Sample(items, items.Count);

    ulong NextBits()
    {
        state += 0x9E3779B97F4A7C15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
