using OnPremLlm.Training.Synthesis.Wording;

namespace OnPremLlm.Training.Synthesis.Facts;

/// <summary>A medicine with how much and how often, in words.</summary>
/// <param name="Amount">As in the formulary.</param>
/// <param name="Dose">With its unit.</param>
/// <param name="Number">Without its unit.</param>
internal sealed record Intake(Medicine Medicine, string Amount, string Dose, string Number, string Frequency)
{
    static readonly string[] Keys = [.. Enumerable.Range(0, 5).Select(i => $"{i}")];

    /// <summary>It was said in a way that the note could take.</summary>
    public bool IsNoted { get; set; }

    /// <summary>Values n, d, num and f, with the place in the list behind them.</summary>
    public Slot[] Slots(int at)
    {
        // Only milligrams and micrograms are ever left out.
        var number = Medicine.Unit is "milligrams" or "micrograms" ? Number : Dose;
        return [new("n" + Keys[at], Medicine.Name), new("d" + Keys[at], Dose), new("num" + Keys[at], number), new("f" + Keys[at], Frequency)];
    }
}
