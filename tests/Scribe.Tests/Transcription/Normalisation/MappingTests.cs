using System.Globalization;
using OnPremLlm.Scribe.Transcription.Normalisation;

namespace OnPremLlm.Scribe.Tests.Transcription.Normalisation;

public sealed class MappingTests
{
    static readonly string[] Small =
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ];

    static readonly string[] Tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    static readonly string[] Others = ["hundred", "thousand", "point", "oh", "and", "a", "over", "out", "of", "to", "times", "milligrams", "milligram", "c", "sorry", "no", "wait", "i", "mean", "lisinopril", "it's", "percent"];

    [Fact]
    public void Every_word_is_covered_once_and_in_order_and_digits_come_from_number_words_only()
    {
        string[] vocabulary = [.. Small, .. Tens.Skip(2), .. Others];
        var random = new Random(20260101);
        for (var i = 0; i < 20000; i++)
        {
            var words = Enumerable.Range(0, random.Next(1, 14)).Select(_ => vocabulary[random.Next(vocabulary.Length)]).ToArray();
            var tokens = Utterance.Normalise(string.Join(' ', words));

            var next = 0;
            foreach (var token in tokens)
            {
                Assert.Equal(next, token.FirstWord);
                Assert.InRange(token.WordCount, 1, words.Length - next);
                var source = words[next..(next + token.WordCount)];
                Assert.Equal(token.Text.Any(char.IsAsciiDigit), token.Text is "A1c" || (source.Any(IsNumberWord) && token.Text != source[0]));
                Assert.True(token.WordCount > 1 || token.Text.Equals(source[0], StringComparison.OrdinalIgnoreCase) || char.IsAsciiDigit(token.Text[0]));
                next += token.WordCount;
            }

            Assert.Equal(words.Length, next);
        }
    }

    [Fact]
    public void Each_way_to_say_a_number_below_two_thousand_gives_that_number()
    {
        for (var value = 0; value < 2000; value++)
        {
            foreach (var spoken in Spoken(value))
            {
                var token = Assert.Single(Utterance.Normalise(spoken + " milligrams"), token => char.IsAsciiDigit(token.Text[0]));
                Assert.Equal(value.ToString(CultureInfo.InvariantCulture), token.Text);
            }
        }
    }

    static bool IsNumberWord(string word) => Small.Contains(word) || Tens.Contains(word) || word is "hundred" or "thousand";

    static IEnumerable<string> Spoken(int value) => value switch
    {
        < 100 => [BelowHundred(value)],
        < 1000 => Hundreds(value),
        1000 => ["one thousand", "a thousand"],
        _ => Spoken(value - 1000).Select(rest => $"one thousand {rest}"),
    };

    static IEnumerable<string> Hundreds(int value)
    {
        var (digit, rest) = (Small[value / 100], value % 100);
        return rest == 0
            ? [$"{digit} hundred"]
            : [$"{digit} hundred {BelowHundred(rest)}", $"{digit} hundred and {BelowHundred(rest)}", rest < 10 ? $"{digit} oh {BelowHundred(rest)}" : $"{digit} {BelowHundred(rest)}"];
    }

    static string BelowHundred(int value) => value < 20 ? Small[value] : value % 10 == 0 ? Tens[value / 10] : $"{Tens[value / 10]} {Small[value % 10]}";
}
