using System.Buffers;
using System.Globalization;
using Dice = OnPremLlm.Training.Visits.Dice;

namespace OnPremLlm.Training.Synthesis.Forms;

/// <summary>Written words as a recogniser hears them: lower case, numbers in words, no marks but the apostrophe.</summary>
internal static class SpokenWords
{
    static readonly SearchValues<char> Composite = SearchValues.Create("0123456789-");

    static readonly Dictionary<string, string[]> Special = new(StringComparer.Ordinal)
    {
        ["mg"] = ["milligrams"],
        ["mcg"] = ["micrograms"],
        ["a1c"] = ["a", "one", "c"],
        ["dr"] = ["doctor"],
        ["mr"] = ["mister"],
        ["mrs"] = ["missus"],
        ["ms"] = ["miss"],
        ["b12"] = ["b", "twelve"],
        ["s1"] = ["s", "one"],
        ["s2"] = ["s", "two"],
        ["mm-hmm"] = ["mm", "hmm"],
        ["uh-huh"] = ["uh", "huh"],
        ["uh-uh"] = ["uh", "uh"],
    };

    /// <summary>None for a word that is nothing but marks.</summary>
    /// <param name="before">The word before in lower case, which tells a year from an amount; may be empty.</param>
    public static IReadOnlyList<string> Of(string word, string before, Dice dice)
    {
        var core = Core(word);
        if (core.Length == 0)
        {
            return [];
        }

        if (Special.TryGetValue(core, out var special))
        {
            return special;
        }

        return core.AsSpan().ContainsAny(Composite) ? [.. core.Split('-', StringSplitOptions.RemoveEmptyEntries).SelectMany(part => Part(part, before, dice))] : [core];
    }

    /// <summary>Lower case, without the marks at its ends.</summary>
    public static string Core(string word) => word.Trim('.', ',', '?', '!', ';', ':', '—').ToLowerInvariant();

    static IEnumerable<string> Part(string part, string before, Dice dice)
    {
        if (!char.IsAsciiDigit(part[0]))
        {
            return [part];
        }

        var pieces = part.Split('.');
        if (!int.TryParse(pieces[0], NumberStyles.None, CultureInfo.InvariantCulture, out var whole))
        {
            return [part];
        }

        var isYear = before is "in" or "since" or "from" && whole is >= 1900 and < 2100;
        var spoken = isYear ? SpokenNumbers.Year(whole, dice) : SpokenNumbers.Of(whole, dice);
        return pieces.Length == 1 ? spoken.Split(' ') : spoken.Split(' ').Append("point").Concat(pieces[1].Select(digit => SpokenNumbers.Of(digit - '0', dice)));
    }
}
