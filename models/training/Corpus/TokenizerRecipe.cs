using OnPremLlm.Training.Synthesis;
using OnPremLlm.Training.Synthesis.Facts;
using OnPremLlm.Training.Tokenizing;

namespace OnPremLlm.Training.Corpus;

/// <summary>The demonstration model's tokenizer: the format's fixed pieces as one token each, merges of synthetic visits without the names of medicines.</summary>
internal static class TokenizerRecipe
{
    const int Visits = 20_000;

    /// <param name="visits">How many are read.</param>
    public static BytePairTokenizer Learn(int size, int visits = Visits)
    {
        var builder = new BytePairBuilder(DraftingLiterals.All, TrainingFormulary.Medicines.Concat(HeldOutFormulary.Medicines).Select(medicine => medicine.Name));
        var mix = new VisitMix(VisitSplit.Training, grows: false);
        for (var index = 0L; index < visits; index++)
        {
            foreach (var text in VisitExamples.TextsOf(mix.At(index, 0)))
            {
                builder.Add(text);
            }
        }

        return builder.Build(size);
    }
}
