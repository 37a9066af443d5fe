using OnPremLlm.Training.Synthesis;
using OnPremLlm.Training.Visits;

namespace OnPremLlm.Training.Corpus;

/// <summary>Which visits of a split are shown, and in which form: as written, and as a recogniser gives them with few or many errors. The same number always gives the same visit.</summary>
internal sealed class VisitMix(VisitSplit split)
{
    const int Attempts = 8;
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
        return VisitSynthesis.InForm(VisitSynthesis.Visit(split, number), form, ErrorsOf(dice), seed);
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
