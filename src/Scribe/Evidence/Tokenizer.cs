using System.Globalization;
using System.Text.RegularExpressions;

namespace OnPremLlm.Scribe.Evidence;

/// <summary>
/// Splits spoken or written text so that both spell alike: "117/102" and "117 over 102", "96%" and "96 percent", "fifty" and "50".
/// </summary>
internal static partial class Tokenizer
{
    static readonly Dictionary<string, int> Small = new()
    {
        ["zero"] = 0,
        ["one"] = 1,
        ["two"] = 2,
        ["three"] = 3,
        ["four"] = 4,
        ["five"] = 5,
        ["six"] = 6,
        ["seven"] = 7,
        ["eight"] = 8,
        ["nine"] = 9,
        ["ten"] = 10,
        ["eleven"] = 11,
        ["twelve"] = 12,
        ["thirteen"] = 13,
        ["fourteen"] = 14,
        ["fifteen"] = 15,
        ["sixteen"] = 16,
        ["seventeen"] = 17,
        ["eighteen"] = 18,
        ["nineteen"] = 19,
    };

    static readonly Dictionary<string, int> Tens = new()
    {
        ["twenty"] = 20,
        ["thirty"] = 30,
        ["forty"] = 40,
        ["fifty"] = 50,
        ["sixty"] = 60,
        ["seventy"] = 70,
        ["eighty"] = 80,
        ["ninety"] = 90,
    };

    public static IReadOnlyList<Token> Split(string text)
    {
        var raw = Pieces().Matches(text).Select(Read).ToList();
        var tokens = new List<Token>(raw.Count);
        for (var i = 0; i < raw.Count;)
        {
            i += AddNumberWords(raw, i, tokens) is var used and > 0 ? used : AddOne(raw[i], tokens);
        }

        return tokens;
    }

    static int AddOne(Token token, List<Token> tokens)
    {
        tokens.Add(token);
        return 1;
    }

    static Token Read(Match match)
    {
        var text = match.Value.ToLowerInvariant().Replace('’', '\'');
        var (spelling, kind) = text[0] switch
        {
            '/' => ("over", TokenKind.Word),
            '%' => ("percent", TokenKind.Word),
            '.' or '!' or '?' => (text, TokenKind.End),
            >= '0' and <= '9' => (Digits(text), TokenKind.Number),
            var c when char.IsLetter(c) => (text.EndsWith("'s", StringComparison.Ordinal) && text is not "it's" and not "let's" and not "there's" ? text[..^2] : text, TokenKind.Word),
            _ => (text, TokenKind.Pause),
        };
        return new Token(spelling, kind, match.Index, match.Length);
    }

    // "1,000" is 1000, "38.0" is 38: the same number however it is written.
    static string Digits(string text) =>
        decimal.TryParse(text.Replace(",", "", StringComparison.Ordinal), NumberStyles.Number, CultureInfo.InvariantCulture, out var value)
            ? value.ToString("0.######", CultureInfo.InvariantCulture)
            : text;

    /// <summary>Reads "fifty", "twenty five", "one hundred twenty" at <paramref name="at"/>; returns how many words it took, 0 for none.</summary>
    static int AddNumberWords(List<Token> raw, int at, List<Token> tokens)
    {
        var (value, used) = BelowHundred(raw, at);
        if (used == 0)
        {
            return 0;
        }

        if (at + used < raw.Count && raw[at + used].Text == "hundred")
        {
            used++;
            value *= 100;
            var (rest, more) = BelowHundred(raw, at + used);
            (value, used) = (value + rest, used + more);
        }

        var last = raw[at + used - 1];
        tokens.Add(new Token(value.ToString(CultureInfo.InvariantCulture), TokenKind.Number, raw[at].Start, last.Start + last.Length - raw[at].Start));
        return used;
    }

    static (int Value, int Used) BelowHundred(List<Token> raw, int at)
    {
        if (at >= raw.Count)
        {
            return (0, 0);
        }

        if (Small.TryGetValue(raw[at].Text, out var small))
        {
            return (small, 1);
        }

        if (!Tens.TryGetValue(raw[at].Text, out var tens))
        {
            return (0, 0);
        }

        return at + 1 < raw.Count && Small.TryGetValue(raw[at + 1].Text, out var unit) && unit is > 0 and < 10 ? (tens + unit, 2) : (tens, 1);
    }

    [GeneratedRegex(@"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\p{L}[\p{L}\d]*(?:['’]\p{L}+|-(?=\p{L}{3,})\p{L}[\p{L}\d]*)*|[/%.!?,;:()—–]")]
    private static partial Regex Pieces();
}
