using Dice = OnPremLlm.Training.Visits.Dice;

namespace OnPremLlm.Training.Synthesis.Forms;

/// <summary>A turn as recognised: the words heard for each written word, and which of them are no longer what was said.</summary>
/// <param name="Words">Words in lower case for each written word; none where it was missed.</param>
/// <param name="Lost">For each written word: what it said is gone, though something may have been heard.</param>
/// <param name="Garbled">For each written word: a medicine whose name became other words.</param>
internal sealed record HeardTurn(string[][] Words, bool[] Lost, bool[] Garbled)
{
    static readonly string[] Numbers = ["fifteen", "fifty", "thirteen", "thirty", "forty", "fourteen", "sixty", "sixteen"];

    public static HeardTurn Of(VisitTurn turn, IReadOnlySet<string> medicines, RecognitionErrors errors, Dice dice)
    {
        var (words, lost, garbled) = (new string[turn.Words.Count][], new bool[turn.Words.Count], new bool[turn.Words.Count]);
        var before = "";
        for (var i = 0; i < words.Length; i++)
        {
            var core = SpokenWords.Core(turn.Words[i]);
            if (errors.Medicines > 0 && medicines.Contains(core) && dice.Chance(errors.Medicines))
            {
                (words[i], garbled[i]) = (SoundAlike.Of(core, dice), true);
            }
            else
            {
                words[i] = [.. SpokenWords.Of(turn.Words[i], before, dice)];
                lost[i] = errors.Words > 0 && dice.Chance(errors.Words) && !medicines.Contains(core) && Mishear(ref words[i], dice);
            }

            before = core;
        }

        return new HeardTurn(words, lost, garbled);
    }

    /// <summary>Names of medicines that are words by themselves.</summary>
    public static IReadOnlySet<string> MedicinesOf(SyntheticVisit visit) => visit.Facts.Select(fact => fact.Medicine?.ToLowerInvariant()).OfType<string>().ToHashSet(StringComparer.Ordinal);

    // True where the meaning is gone; a number that became another number is quoted as heard.
    static bool Mishear(ref string[] heard, Dice dice)
    {
        if (heard.Length == 0)
        {
            return false;
        }

        var at = dice.Between(0, heard.Length - 1);
        var said = heard[at];
        if (Confusions.IsSmall(said) && dice.Chance(.35))
        {
            heard = [.. heard[..at], .. heard[(at + 1)..]];
            return false;
        }

        if (Confusions.For(said) is { } alike)
        {
            var other = dice.Pick(alike);
            heard = [.. heard[..at], other, .. heard[(at + 1)..]];
            return !Confusions.IsSmall(said) && !(Numbers.Contains(said) && Numbers.Contains(other));
        }

        if (dice.Chance(.15))
        {
            heard = dice.Chance(.5) ? [dice.Pick("uh", "the", "a", "and", "in"), .. heard] : [.. heard, dice.Pick("uh", "the", "a", "and", "it")];
        }

        return false;
    }
}
