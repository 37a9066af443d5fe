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
            throw new ArgumentException($"Names that are kept for measuring must not be trained on. Ask for another split or for {nameof(MedicineNames)}.{nameof(MedicineNames.Training)}.", nameof(options));
        }

        return VisitComposer.Compose(new Dice(Seed(split, index)), options);
    }

    /// <summary>The seed of a visit; no two visits share one.</summary>
    public static ulong Seed(VisitSplit split, long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, VisitsPerSplit);
        return ((ulong)split << 56) | (ulong)index;
    }
}
