using System.Globalization;
using OnPremLlm.Training.Synthesis.Forms;
using Dice = OnPremLlm.Training.Visits.Dice;

namespace OnPremLlm.Training.Synthesis.Facts;

/// <summary>Numbers, times and amounts as the people of one visit put them.</summary>
internal sealed class Values(Dice dice, Manner manner)
{
    static readonly string[] Vague = ["a couple of {unit}s", "a few {unit}s", "several {unit}s", "a {unit} or so", "a {unit} or two", "a good {unit}"];

    static readonly string[] Since =
    [
        "since ~day", "since last ~day", "since yesterday", "since last night", "since this morning", "since the weekend", "since ~month", "since last week",
        "since last month", "since Christmas", "since Easter", "since the summer", "since my birthday", "since I moved house", "since I started the new job",
        "since I came back from vacation", "since my last visit", "since I was a teenager", "since the baby was born", "since Thanksgiving",
        "since the start of the year", "since early ~month", "since late ~month",
    ];

    static readonly string[] Points =
    [
        "yesterday", "last night", "this morning", "on ~day", "last ~day", "over the weekend", "last week", "last month", "in ~month",
        "the day before yesterday", "two nights ago", "right after Christmas", "at the start of ~month", "in the middle of ~month", "earlier this week",
        "yesterday afternoon", "the other day",
    ];

    public string Number(int value) => manner.NumberWords && value is >= 0 and < 1000 ? SpokenNumbers.Of(value, dice) : value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A written number, perhaps with a fraction.</summary>
    public string Number(string value) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var whole) ? Number(whole) : value;

    /// <summary>"3 weeks", "a couple of days".</summary>
    public string Length()
    {
        var unit = dice.Pick("day", "day", "week", "week", "month", "year", "hour");
        if (dice.Chance(.18))
        {
            return dice.Pick(Vague).Replace("{unit}", unit, StringComparison.Ordinal).Replace("a hour", "an hour", StringComparison.Ordinal);
        }

        var count = dice.Between(1, unit is "year" ? 10 : 14);
        return count switch
        {
            1 => $"{(unit == "hour" ? "an" : dice.Pick("a", "a", Number(1)))} {unit}",
            < 9 when dice.Chance(.06) => $"{Number(count)} or {Number(count + 1)} {unit}s",
            _ => $"{Number(count)} {unit}s",
        };
    }

    /// <summary>"since Monday".</summary>
    public string SinceWhen() => dice.Pick(Since);

    /// <summary>"last Tuesday", "3 days ago".</summary>
    public string When() => dice.Chance(.5) ? dice.Pick(Points) : $"{Length()} ago";

    /// <summary>Until the next visit: "2 weeks".</summary>
    public string Interval()
    {
        var unit = dice.Pick("day", "week", "week", "week", "month", "month");
        var count = unit switch
        {
            "day" => dice.Between(2, 10),
            "week" => dice.Between(1, 8),
            _ => dice.Between(1, 6),
        };
        return count == 1 ? dice.Pick("a", "one") + " " + unit : $"{Number(count)} {unit}s";
    }

    /// <summary>"6 out of 10", "a 6", "between 4 and 5 out of 10".</summary>
    public string Score(int score) => dice.Between(0, 9) switch
    {
        < 4 => $"<severity {Number(score)} out of {Number(10)}>",
        < 7 => $"a <severity {Number(score)}>",
        7 when score < 10 => $"<severity {Number(score)} or {Number(score + 1)}> out of {Number(10)}",
        _ => $"<severity {Number(score)}>",
    };

    /// <summary>"500 milligrams", "500 mg", "2 puffs". In the singular before a noun: "500 milligram tablets".</summary>
    public string Dose(string amount, string unit)
    {
        var shown = manner.ShortUnits && unit is "milligrams" or "micrograms" && manner.ShortUnits ? (unit == "milligrams" ? "mg" : "mcg") : unit;
        var number = Number(amount);
        return amount == "1" ? $"{(dice.Chance(.5) && unit is not ("milligrams" or "micrograms") ? "one" : number)} {Singular(shown)}" : $"{number} {shown}";
    }

    public static string Singular(string unit) => unit switch
    {
        "patches" => "patch",
        "mg" or "mcg" => unit,
        _ => unit.TrimEnd('s'),
    };
}
