using OnPremLlm.Training.Synthesis;
using OnPremLlm.Training.Visits;

namespace OnPremLlm.Training.Corpus;

/// <summary>
/// Which visits of a split are shown, and in which form: as written, and as a recogniser gives them with few or many errors. The same number always gives the same visit.
/// Training begins with parts of a few turns that grow, and has short ones among the long to the end: copying a word that was never seen is learnt from short texts, and
/// from long ones alone not at all (TRAINER.md).
/// </summary>
/// <param name="grows">Of all visits by their numbers; false: each visit is whole.</param>
internal sealed class VisitMix(VisitSplit split, bool grows)
{
    const int Attempts = 8;
    const int FirstTurns = 2;
    const int VisitsPerTurn = 120;
    const double ShortShare = .45;
    const int LongestShort = 60;
    const ulong FormSeed = 0xF0;

    /// <param name="attempt">Another visit in place of one that does not fit; after the eighth they repeat.</param>
    public SyntheticVisit At(long index, int attempt)
    {
        var number = (index * Attempts) + (attempt % Attempts);
        var seed = VisitSynthesis.Seed(split, number);
        var dice = new Dice(seed ^ (FormSeed << 48));
        var form = dice.Next() switch
        {
            < .45 => VisitForm.Written,
            < .8 => VisitForm.RecognisedWritten,
            _ => VisitForm.RecognisedWords,
        };
        var visit = VisitSynthesis.InForm(VisitSynthesis.Visit(split, number), form, ErrorsOf(dice), seed);
        return grows ? VisitWindow.Of(visit, MostTurns(index, dice), dice) : visit;
    }

    static int MostTurns(long index, Dice dice)
    {
        var most = (int)Math.Min(int.MaxValue, FirstTurns + (index / VisitsPerTurn));
        return dice.Chance(ShortShare) ? dice.Between(1, Math.Min(most, LongestShort)) : most;
    }

    // Of recognisers better and worse than the embedded one.
    static RecognitionErrors ErrorsOf(Dice dice)
    {
        var (typical, factor) = (RecognitionErrors.Typical, dice.Chance(.3) ? 0 : dice.Next() * 1.5);
        return new()
        {
            Words = typical.Words * factor,
            Medicines = typical.Medicines * factor,
            WrongSpeakers = typical.WrongSpeakers * factor,
            MissingSpeakers = typical.MissingSpeakers * factor,
            SplitTurns = typical.SplitTurns * Math.Min(1, factor),
        };
    }
}
