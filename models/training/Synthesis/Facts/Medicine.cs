namespace OnPremLlm.Training.Synthesis.Facts;

/// <summary>A medicine that somebody may take.</summary>
/// <param name="Name">Lower case; names of brands begin with a capital.</param>
/// <param name="Unit">"milligrams", "micrograms", "units", "puffs", "drops", "patches", "sprays" or "tablets".</param>
/// <param name="Doses">Usual amounts, as written.</param>
internal sealed record Medicine(string Name, string Unit, IReadOnlyList<string> Doses)
{
    /// <summary>Reads lines of "unit: name dose dose, name dose, …".</summary>
    public static IReadOnlyList<Medicine> Read(string text) => [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).SelectMany(ReadLine)];

    static IEnumerable<Medicine> ReadLine(string line)
    {
        var (unit, medicines) = (line[..line.IndexOf(':', StringComparison.Ordinal)], line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..]);
        return medicines.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(medicine =>
        {
            var firstDose = medicine.AsSpan().IndexOfAnyInRange('0', '9');
            return new Medicine(medicine[..(firstDose - 1)], unit, medicine[firstDose..].Split(' '));
        });
    }
}
