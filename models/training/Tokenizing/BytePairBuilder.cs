using System.Text;

namespace OnPremLlm.Training.Tokenizing;

/// <summary>
/// Learns a tokenizer from texts: the most frequent neighbours become one token, again and again (Sennrich et al. 2016). The same texts give the same tokenizer.
/// The space before a word is merged last, and with whole words only: a word that is spelt in pieces has the same ones behind a space and behind a quotation mark, and
/// so can be copied piece by piece.
/// </summary>
public sealed class BytePairBuilder
{
    const int LeastCount = 3;
    const int LeastNotLearnt = 3;
    const double SpacedShare = .4;
    readonly LiteralCutter cutter;
    readonly IReadOnlyList<string> literals;
    readonly HashSet<string> notLearnt;
    readonly Dictionary<string, long> words = new(StringComparer.Ordinal);

    /// <param name="literals">Texts that are one token each; see <see cref="BytePairTokenizer"/>.</param>
    /// <param name="notLearnt">Words, in any case, that are left out of the counting, so that they are spelt in the small pieces that others taught. Of
    /// several words each counts, if it has three characters or more.</param>
    public BytePairBuilder(IReadOnlyList<string> literals, IEnumerable<string> notLearnt)
    {
        this.literals = literals;
        this.notLearnt = notLearnt.SelectMany(PreTokenizer.Split).Select(word => word.Trim()).Where(word => word.Length >= LeastNotLearnt).ToHashSet(StringComparer.OrdinalIgnoreCase);
        cutter = new(new(literals, [], 0));
    }

    public void Add(string text)
    {
        foreach (var fragment in cutter.Cut(text).Where(fragment => fragment.Literal is null))
        {
            foreach (var word in PreTokenizer.Split(fragment.Text).Where(word => !notLearnt.Contains(word.Trim())))
            {
                words[word] = words.GetValueOrDefault(word) + 1;
            }
        }
    }

    /// <summary>A vocabulary of just that size; where the texts have too few pairs, the rest of it is unused.</summary>
    /// <exception cref="ArgumentException">The size is too small for the bytes and literals, or a literal cannot be used.</exception>
    public BytePairTokenizer Build(int size = 3072)
    {
        new TokenizerModel(literals, [], size).Check();
        var pairs = new PairCounts(words.GroupBy(word => Bare(word.Key)).Select(same => (Spelt(same.Key), same.Sum(word => word.Value))));
        var room = size - new TokenizerModel(literals, [], size).FirstMerged;
        var merges = new List<string>();
        var learnt = new HashSet<string>();
        while (learnt.Count < room - (int)(SpacedShare * room) && pairs.MostFrequent(LeastCount) is var (left, right))
        {
            merges.Add($"{left} {right}");
            learnt.Add(left + right);
            pairs.Merge(left, right);
        }

        merges.AddRange(Spaced(learnt).Take(room - learnt.Count));
        return new(new TokenizerModel(literals, merges, size));
    }

    IEnumerable<string> Spaced(HashSet<string> learnt) => words.Where(word => word.Key is [' ', not ' ', ..] && word.Value >= LeastCount)
        .OrderByDescending(word => word.Value).ThenBy(word => word.Key, StringComparer.Ordinal)
        .Select(word => string.Concat(Spelt(Bare(word.Key)))).Where(word => word.Length == 1 || learnt.Contains(word)).Distinct().Select(word => $"{ByteAlphabet.Of((byte)' ')} {word}");

    static string Bare(string word) => word.Length > 1 && word[0] == ' ' ? word[1..] : word;

    static string[] Spelt(string word) => [.. Encoding.UTF8.GetBytes(word).Select(ByteAlphabet.Of)];
}
