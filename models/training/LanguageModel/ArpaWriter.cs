using System.Globalization;

namespace OnPremLlm.Training.LanguageModel;

/// <summary>Writes a model in ARPA format, sorted, so that equal models are equal files.</summary>
internal static class ArpaWriter
{
    // The start of a sentence is never predicted.
    const double NeverLog10 = -99;

    public static void Write(TextWriter writer, BackoffModel model)
    {
        writer.Write(
            $"\n\\data\\\nngram 1={model.Unigrams.Count + 1}\nngram 2={model.Bigrams.Count}\nngram 3={model.Trigrams.Count}\n");

        writer.Write("\n\\1-grams:\n");
        writer.Write($"{NeverLog10} {TrigramCounter.Begin}{Backoff(model.UnigramBackoff, TrigramCounter.Begin)}\n");
        foreach (var (word, p) in model.Unigrams.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            writer.Write($"{Log(p)} {word}{Backoff(model.UnigramBackoff, word)}\n");
        }

        writer.Write("\n\\2-grams:\n");
        foreach (var (pair, p) in model.Bigrams.OrderBy(entry => $"{entry.Key.Item1} {entry.Key.Item2}", StringComparer.Ordinal))
        {
            writer.Write($"{Log(p)} {pair.Item1} {pair.Item2}{Backoff(model.BigramBackoff, pair)}\n");
        }

        writer.Write("\n\\3-grams:\n");
        foreach (var (triple, p) in model.Trigrams.OrderBy(entry => $"{entry.Key.Item1} {entry.Key.Item2} {entry.Key.Item3}", StringComparer.Ordinal))
        {
            writer.Write($"{Log(p)} {triple.Item1} {triple.Item2} {triple.Item3}\n");
        }

        writer.Write("\n\\end\\\n");
    }

    static string Log(double p) => Math.Log10(p).ToString("F3", CultureInfo.InvariantCulture);

    static string Backoff<TKey>(Dictionary<TKey, double> left, TKey history) where TKey : notnull =>
        left.TryGetValue(history, out var p) ? $" {Log(p)}" : " 0";
}
