namespace OnPremLlm.Scribe.Transcription.Normalisation;

/// <summary>Words that make a number before them a quantity. They are written as spoken.</summary>
internal static class Units
{
    static readonly HashSet<string> Singulars = new(StringComparer.Ordinal)
    {
        "milligram", "microgram", "gram", "kilogram", "kilo", "pound", "ounce", "milliliter", "liter", "unit", "puff", "tablet", "pill", "capsule", "drop",
        "minute", "hour", "day", "week", "month", "year", "degree", "inch", "centimeter", "millimeter", "meter", "mile", "foot",
    };

    /// <summary>Singular or plural.</summary>
    public static bool IsUnit(string word) =>
        Singulars.Contains(word) || word is "percent" or "feet" or "inches" || (word.EndsWith('s') && Singulars.Contains(word[..^1]));

    public static bool IsSingular(string word) => Singulars.Contains(word);

    /// <summary>The unit without its plural ending, so that "milligram" and "milligrams" are the same; null for other words.</summary>
    public static string? Kind(string word) => !IsUnit(word) ? null : Singulars.Contains(word) ? word : word.TrimEnd('s');
}
