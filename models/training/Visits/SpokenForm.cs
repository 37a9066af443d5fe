using System.Globalization;
using System.Text.RegularExpressions;

namespace OnPremLlm.Training.Visits;

/// <summary>A written line as it is said: lower case, numbers in words in one of the ways in which people say them, no punctuation.</summary>
internal static partial class SpokenForm
{
    static readonly string[] Small =
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
        "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ];

    static readonly string[] Tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    // Short forms that are not in the lexicon as they are written.
    static readonly Dictionary<string, string> Abbreviations = new(StringComparer.Ordinal)
    {
        ["mg"] = "milligrams",
        ["a1c"] = "a one c",
    };

    /// <summary>Words separated by single spaces; the choice among ways to say a number is the dice's.</summary>
    public static string Of(string written, Dice dice) =>
        string.Join(' ', Token().Matches(written.ToLowerInvariant()).Select(token => Word(token.Value, dice)));

    /// <summary>The line with its punctuation, for a synthetic voice to read: only numbers and short forms are replaced.</summary>
    public static string Reading(string written, Dice dice) =>
        Token().Replace(written, token => char.IsAsciiDigit(token.Value[0]) || Abbreviations.ContainsKey(token.Value) ? Word(token.Value, dice) : token.Value);

    /// <summary>0 to 1999.</summary>
    public static string Number(int value, Dice dice) => value switch
    {
        < 20 => Small[value],
        < 100 => value % 10 == 0 ? Tens[value / 10] : $"{Tens[value / 10]} {Small[value % 10]}",
        < 1000 => Hundreds(value, dice),
        < 2000 => value == 1000 ? dice.Pick("one thousand", "a thousand") : $"one thousand {Number(value - 1000, dice)}",
        _ => throw new ArgumentOutOfRangeException(nameof(value), value, "Numbers from 0 to 1999 can be said."),
    };

    static string Hundreds(int value, Dice dice)
    {
        var (hundreds, rest) = (Small[value / 100], value % 100);
        if (rest == 0)
        {
            return value == 100 ? dice.Pick("one hundred", "one hundred", "a hundred") : $"{hundreds} hundred";
        }

        var tail = Number(rest, dice);
        var shortForm = rest < 10 ? $"{hundreds} oh {tail}" : $"{hundreds} {tail}";
        return dice.Pick(shortForm, $"{hundreds} hundred {tail}", $"{hundreds} hundred and {tail}");
    }

    static string Word(string token, Dice dice)
    {
        if (Abbreviations.TryGetValue(token, out var spoken))
        {
            return spoken;
        }

        if (!char.IsAsciiDigit(token[0]))
        {
            return token;
        }

        var parts = token.Split('.');
        var whole = Number(int.Parse(parts[0], CultureInfo.InvariantCulture), dice);
        return parts.Length == 1 ? whole : $"{whole} point {string.Join(' ', parts[1].Select(digit => Small[digit - '0']))}";
    }

    [GeneratedRegex(@"a1c|\d+(\.\d+)?|[a-z]+([-'][a-z]+)*")]
    private static partial Regex Token();
}
