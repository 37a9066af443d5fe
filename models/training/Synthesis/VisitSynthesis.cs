using OnPremLlm.Training.Synthesis.Forms;
using Dice = OnPremLlm.Training.Visits.Dice;

namespace OnPremLlm.Training.Synthesis;

/// <summary>The source of invented visits. Everything is a function of split, index and options, on every machine. Thread-safe.</summary>
public static class VisitSynthesis
{
    /// <summary>Visits of a split that may be asked for.</summary>
    public const long VisitsPerSplit = 1L << 40;

    /// <summary>The visit of that index.</summary>
    /// <param name="split">Training refuses <see cref="MedicineNames.Unseen"/>.</param>
    /// <param name="index">0 to <see cref="VisitsPerSplit"/>, exclusive.</param>
    /// <param name="options">Null: the defaults.</param>
    public static SyntheticVisit Visit(VisitSplit split, long index, VisitOptions? options = null)
    {
        options ??= new VisitOptions();
        if (split == VisitSplit.Training && options.Medicines == MedicineNames.Unseen)
        {
            throw new ArgumentException(
                $"Names that are kept for measuring must not be trained on. Ask for another split or for {nameof(MedicineNames)}.{nameof(MedicineNames.Training)}.",
                nameof(options));
        }

        return VisitComposer.Compose(new Dice(Seed(split, index)), options);
    }

    /// <summary>
    /// The visit in another form. Quotes, spans and evidence follow the words; a statement whose words were not recognised is left out, while
    /// <see cref="SyntheticVisit.Facts"/> keeps what was said.
    /// </summary>
    /// <param name="form">Written gives the visit back, whatever the errors.</param>
    /// <param name="errors">Null: none.</param>
    /// <param name="seed">Of the ways to say numbers and of the errors; <see cref="Seed"/> is a good one.</param>
    public static SyntheticVisit InForm(SyntheticVisit visit, VisitForm form, RecognitionErrors? errors, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(visit);
        return form == VisitForm.Written ? visit : new RecognisedVisit(visit, form, errors ?? RecognitionErrors.None, new Dice(~seed)).Write();
    }

    /// <summary>The seed of a visit; no two visits share one.</summary>
    public static ulong Seed(VisitSplit split, long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, VisitsPerSplit);
        return ((ulong)split << 56) | (ulong)index;
    }
}
