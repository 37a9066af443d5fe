using Dice = OnPremLlm.Training.Visits.Dice;

namespace OnPremLlm.Training.Synthesis.Wording;

/// <summary>How a sentence comes out of a mouth: hesitations and repetitions between words, never inside a marked span.</summary>
internal static class Delivery
{
    static readonly string[] Hesitations = ["um,", "um,", "uh,", "uh,", "you know,", "like,", "I mean,", "er,"];

    public static void Hesitate(List<string> words, List<(string Name, int First, int Last)> marks, Dice dice)
    {
        var gap = words.Count < 6 ? null : FreeGap(words, marks, dice, margin: 2);
        if (gap is not { } at || EndsSentence(words[at - 1]))
        {
            return;
        }

        Insert(words, marks, at, Repeats(words[at]) && dice.Chance(.4) ? [words[at]] : dice.Pick(Hesitations).Split(' '));
    }

    /// <summary>A place between two words where nothing marked is torn apart, at least <paramref name="margin"/> words from both ends; null if the drawn one is not.</summary>
    public static int? FreeGap(List<string> words, List<(string Name, int First, int Last)> marks, Dice dice, int margin)
    {
        if (words.Count < 2 * margin)
        {
            return null;
        }

        var gap = dice.Between(margin, words.Count - margin);
        return gap > 0 && gap < words.Count && marks.TrueForAll(mark => gap <= mark.First || gap > mark.Last) ? gap : null;
    }

    public static bool EndsSentence(string word) => word[^1] is '.' or '?' or '!';

    static bool Repeats(string word) => word is "I" or "the" or "my" or "it" or "a" or "and" or "it's" or "I've" or "in" or "on" or "we" or "so";

    static void Insert(List<string> words, List<(string Name, int First, int Last)> marks, int at, string[] inserted)
    {
        words.InsertRange(at, inserted);
        for (var i = 0; i < marks.Count; i++)
        {
            var (name, first, last) = marks[i];
            if (first >= at)
            {
                marks[i] = (name, first + inserted.Length, last + inserted.Length);
            }
        }
    }
}
