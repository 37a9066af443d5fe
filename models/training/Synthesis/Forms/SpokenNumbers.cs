using OnPremLlm.Training.Visits;

namespace OnPremLlm.Training.Synthesis.Forms;

/// <summary>Numbers as people say them.</summary>
internal static class SpokenNumbers
{
    /// <summary>0 to 999,999, in lower case, with single spaces and no hyphens; the choice among ways to say it is the dice's.</summary>
    public static string Of(int value, Dice dice) => value switch
    {
        < 2000 => SpokenForm.Number(value, dice),
        < 1_000_000 when value % 1000 == 0 => $"{SpokenForm.Number(value / 1000, dice)} thousand",
        < 1_000_000 => $"{SpokenForm.Number(value / 1000, dice)} thousand {SpokenForm.Number(value % 1000, dice)}",
        _ => throw new ArgumentOutOfRangeException(nameof(value), value, "Numbers from 0 to 999,999 can be said."),
    };

    /// <summary>A year: "twenty eighteen", "two thousand five", "nineteen ninety nine".</summary>
    public static string Year(int year, Dice dice) => year switch
    {
        >= 2000 and < 2010 => year == 2000 ? "two thousand" : $"two thousand {SpokenForm.Number(year - 2000, dice)}",
        _ when year % 100 == 0 => $"{SpokenForm.Number(year / 100, dice)} hundred",
        _ => $"{SpokenForm.Number(year / 100, dice)} {(year % 100 < 10 ? "oh " : "")}{SpokenForm.Number(year % 100, dice)}",
    };
}
