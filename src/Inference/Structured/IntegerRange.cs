namespace OnPremLlm.Inference.Structured;

/// <summary>GBNF for the decimal integers of a range, without leading zeros.</summary>
internal static class IntegerRange
{
    /// <summary>Alternatives, joined by "|", for <paramref name="least"/> to <paramref name="most"/>, both inclusive; the range is not empty.</summary>
    public static string Between(long least, long most)
    {
        List<string> alternatives = [];
        if (least < 0)
        {
            // -|most| down to -|least|, written as a minus before a positive range.
            var from = most < 0 ? -most : 1;
            alternatives.Add($"\"-\" ({string.Join(" | ", Positive(from, -least))})");
        }

        if (most >= 0)
        {
            alternatives.AddRange(Positive(Math.Max(least, 0), most));
        }

        return string.Join(" | ", alternatives);
    }

    // Split by length: 7–99999 is 7–9, 10–99, 100–999 …
    static IEnumerable<string> Positive(long least, long most)
    {
        for (var length = Digits(least); length <= Digits(most); length++)
        {
            var from = length == Digits(least) ? $"{least}" : "1" + new string('0', length - 1);
            var to = length == Digits(most) ? $"{most}" : new string('9', length);
            yield return SameLength(from, to);
        }
    }

    static string SameLength(string from, string to)
    {
        if (from.Length == 0)
        {
            return "";
        }

        if (from.All(c => c == '0') && to.All(c => c == '9'))
        {
            return from.Length == 1 ? "[0-9]" : $"[0-9]{{{from.Length}}}";
        }

        if (from[0] == to[0])
        {
            return $"\"{from[0]}\" {SameLength(from[1..], to[1..])}".TrimEnd();
        }

        List<string> parts = [];
        var (low, high) = (from[0], to[0]);
        var rest = from.Length - 1;
        if (from[1..].Any(c => c != '0'))
        {
            parts.Add($"\"{low}\" {SameLength(from[1..], new string('9', rest))}");
            low++;
        }

        var upper = to[1..].Any(c => c != '9') ? $"\"{high--}\" {SameLength(new string('0', rest), to[1..])}" : null;
        if (low <= high)
        {
            parts.Add($"[{low}-{high}] {SameLength(new string('0', rest), new string('9', rest))}".TrimEnd());
        }

        if (upper is not null)
        {
            parts.Add(upper);
        }

        return parts.Count == 1 ? parts[0] : $"({string.Join(" | ", parts)})";
    }

    static int Digits(long number) => $"{number}".Length;
}
