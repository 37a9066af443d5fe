using Dice = OnPremLlm.Training.Visits.Dice;

namespace OnPremLlm.Training.Synthesis.Facts;

/// <summary>Draws the medicines of one visit; each name once.</summary>
internal sealed class MedicineChoice(Dice dice, VisitOptions options)
{
    static readonly string[] MadeUpDoses =
    [
        "1", "2", "2.5", "4", "5", "10", "15", "20", "25", "30", "40", "50", "60", "75", "80", "100", "120", "150", "200", "250", "300", "400", "500", "600",
        "750", "1000",
    ];

    readonly HashSet<string> drawn = new(StringComparer.OrdinalIgnoreCase);

    public Medicine Draw()
    {
        while (true)
        {
            var medicine = dice.Chance(options.MadeUpShare) ? MadeUp() : Real();
            if (drawn.Add(medicine.Name))
            {
                return medicine;
            }
        }
    }

    Medicine Real() => dice.Pick(options.Medicines == MedicineNames.Unseen ? HeldOutFormulary.Medicines : TrainingFormulary.Medicines);

    Medicine MadeUp()
    {
        var name = MadeUpMedicines.Draw(dice, reserved: options.Medicines == MedicineNames.Unseen);
        var unit = dice.Chance(.86) ? "milligrams" : dice.Pick("micrograms", "units", "puffs", "tablets", "drops");
        var doses = unit switch
        {
            "milligrams" => dice.Sample(MadeUpDoses, 3),
            "micrograms" => ["25", "50", "75", "100", "200"],
            "units" => ["6", "8", "10", "15", "20"],
            _ => (IReadOnlyList<string>)["1", "2"],
        };
        return new Medicine(dice.Chance(.15) ? char.ToUpperInvariant(name[0]) + name[1..] : name, unit, doses);
    }
}
