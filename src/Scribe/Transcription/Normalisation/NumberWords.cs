using System.Globalization;

namespace OnPremLlm.Scribe.Transcription.Normalisation;

/// <summary>
/// English number words as clinicians say them, up to 999,999: "one hundred and twenty", "one forty six" (146), "one oh two" (102),
/// "ninety eight point six" (98.6). Where two readings would give different doses, the shorter one is taken.
/// </summary>
internal static class NumberWords
{
    static readonly Dictionary<string, int> Digits = Values("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine");

    static readonly Dictionary<string, int> Teens = Values(
        "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen").ToDictionary(entry => entry.Key, entry => entry.Value + 10);

    static readonly Dictionary<string, int> Tens = Values(
        "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety").ToDictionary(entry => entry.Key, entry => (entry.Value + 2) * 10);

    /// <summary>True for a word that can stand in a number by itself ("point", "and", "oh", "a" cannot).</summary>
    public static bool IsNumberWord(string word) =>
        Digits.ContainsKey(word) || Teens.ContainsKey(word) || Tens.ContainsKey(word) || word is "hundred" or "thousand";

    /// <summary>The number that starts at <paramref name="at"/>: its digits and how many words it takes, or null.</summary>
    public static (string Text, int Count)? Read(IReadOnlyList<string> words, int at)
    {
        if (Thousands(words, at) is not { } whole)
        {
            return null;
        }

        var (text, end) = (whole.Value.ToString(CultureInfo.InvariantCulture), at + whole.Count);
        var fraction = Word(words, end) == "point" ? Fraction(words, end + 1) : "";
        return fraction.Length > 0 ? ($"{text}.{fraction}", whole.Count + 1 + fraction.Length) : (text, whole.Count);
    }

    static Number? Thousands(IReadOnlyList<string> words, int at)
    {
        var first = Word(words, at) == "a" && Word(words, at + 1) == "thousand" ? new Number(1, 1) : Hundreds(words, at);
        if (first is not { } thousands || Word(words, at + thousands.Count) != "thousand")
        {
            return first;
        }

        return WithTail(words, at, new Number(thousands.Value * 1000, thousands.Count + 1), Hundreds);
    }

    static Number? Hundreds(IReadOnlyList<string> words, int at)
    {
        var digit = Word(words, at) == "a" ? 1 : Digits.GetValueOrDefault(Word(words, at));
        if (digit > 0 && Word(words, at + 1) == "hundred")
        {
            return WithTail(words, at, new Number(digit * 100, 2), BelowHundred);
        }

        return digit > 0 && Word(words, at) != "a" ? ShortHundreds(words, at, digit) ?? BelowHundred(words, at) : BelowHundred(words, at);
    }

    // "one forty six", "one oh two". Not before a unit in the singular: "two fifty milligram tablets" are two tablets of 50.
    static Number? ShortHundreds(IReadOnlyList<string> words, int at, int digit)
    {
        Number? tail = Word(words, at + 1) == "oh"
            ? Digits.TryGetValue(Word(words, at + 2), out var last) && last > 0 ? new Number(last, 2) : null
            : BelowHundred(words, at + 1) is { Value: >= 10 } tens ? tens : null;
        return tail is { } found && !Units.IsSingular(Word(words, at + 1 + found.Count))
            ? new Number((digit * 100) + found.Value, 1 + found.Count)
            : null;
    }

    static Number? BelowHundred(IReadOnlyList<string> words, int at)
    {
        var word = Word(words, at);
        if (Tens.TryGetValue(word, out var tens))
        {
            return Digits.TryGetValue(Word(words, at + 1), out var digit) && digit > 0 && !IsOfAnotherPhrase(words, at + 1)
                ? new Number(tens + digit, 2)
                : new Number(tens, 1);
        }

        return Teens.TryGetValue(word, out var teen) ? new Number(teen, 1) : Digits.TryGetValue(word, out var small) ? new Number(small, 1) : null;
    }

    static Number WithTail(IReadOnlyList<string> words, int at, Number head, Func<IReadOnlyList<string>, int, Number?> read)
    {
        var and = Word(words, at + head.Count) == "and" ? 1 : 0;
        var start = at + head.Count + and;
        if (read(words, start) is not { Value: > 0 } tail || Word(words, start) == "a" || (tail.Count == 1 && IsOfAnotherPhrase(words, start)))
        {
            return head;
        }

        // "five hundred and two aspirin" are two numbers; "one hundred and two over sixty" is one.
        var end = start + tail.Count;
        var joined = and == 0 || tail.Value >= 10 || end == words.Count || Word(words, end) is "over" or "point" || Units.IsUnit(Word(words, end));
        return joined ? new Number(head.Value + tail.Value, end - at) : head;
    }

    // "five hundred two times a day", "twenty two times a day": the last number counts the times.
    static bool IsOfAnotherPhrase(IReadOnlyList<string> words, int at) => Word(words, at + 1) is "times" or "time";

    static string Fraction(IReadOnlyList<string> words, int at)
    {
        var digits = "";
        while (Word(words, at + digits.Length) is var word && (word == "oh" || Digits.ContainsKey(word)))
        {
            digits += word == "oh" ? "0" : Digits[word].ToString(CultureInfo.InvariantCulture);
        }

        return digits;
    }

    static string Word(IReadOnlyList<string> words, int at) => at < words.Count ? words[at] : "";

    static Dictionary<string, int> Values(params string[] words) =>
        words.Select((word, value) => (word, value)).ToDictionary(entry => entry.word, entry => entry.value, StringComparer.Ordinal);

    readonly record struct Number(int Value, int Count);
}
