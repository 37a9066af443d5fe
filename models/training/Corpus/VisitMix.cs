using OnPremLlm.Training.Synthesis;

namespace OnPremLlm.Training.Corpus;

/// <summary>Which visits of a split are shown, and in which form. The same number always gives the same visit.</summary>
internal sealed class VisitMix(VisitSplit split)
{
    const int Attempts = 8;

    /// <param name="attempt">Another visit in place of one that does not fit; after the eighth they repeat.</param>
    public SyntheticVisit At(long index, int attempt) => VisitSynthesis.Visit(split, (index * Attempts) + (attempt % Attempts));
}
