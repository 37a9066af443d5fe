namespace OnPremLlm.Scribe.Transcription.Normalisation;

/// <summary>Finds values that the speaker takes back in the same breath: "fifteen, sorry, fifty milligrams".</summary>
internal static class SelfCorrection
{
    // Between the value and the marker: its unit and a few words ("weeks ago", "milligrams a day").
    const int LongestTail = 3;

    static readonly string[][] Markers =
    [
        ["no", "wait"], ["no", "sorry"], ["oh", "sorry"], ["i'm", "sorry"], ["sorry"], ["i", "mean"], ["wait"], ["make", "that"], ["scratch", "that"], ["correction"], ["or", "rather"], ["no"],
    ];

    static readonly string[][] Links = [["it", "was"], ["it", "is"], ["it's"], ["that's"], ["that", "was"], ["make", "that"], ["i", "mean"], ["about"], ["a"]];

    /// <summary>How many tokens from <paramref name="at"/> on are a marker; 0 for none. The words are compared without case.</summary>
    public static int MarkerLength(IReadOnlyList<WrittenToken> tokens, int at) => LongestMatch(tokens, at, Markers);

    /// <summary>The same tokens with those marked that were taken back.</summary>
    public static List<WrittenToken> Mark(IReadOnlyList<WrittenToken> tokens)
    {
        var marked = tokens.ToList();
        for (var marker = 1; marker < marked.Count; marker += Math.Max(1, MarkerLength(marked, marker)))
        {
            if (MarkerLength(marked, marker) > 0 && ValueBefore(marked, marker) is { } first && Replaces(marked, first, marker))
            {
                for (var i = first; i < marker; i++)
                {
                    marked[i] = marked[i] with { Retracted = true };
                }
            }
        }

        return marked;
    }

    static bool IsValue(WrittenToken token) => char.IsAsciiDigit(token.Text[0]);

    // A bare "no" often begins another answer ("it's a seven, no fever").
    static bool IsBareNo(List<WrittenToken> tokens, int marker) => Is(tokens[marker], "no") && MarkerLength(tokens, marker) == 1;

    static int? ValueBefore(List<WrittenToken> tokens, int marker)
    {
        for (var i = marker - 1; i >= 0 && i >= marker - 1 - LongestTail; i--)
        {
            if (IsValue(tokens[i]))
            {
                return i;
            }

            if (IsBareNo(tokens, marker) && !Units.IsUnit(tokens[i].Text))
            {
                return null;
            }
        }

        return null;
    }

    static int? ValueAfter(List<WrittenToken> tokens, int at)
    {
        for (var link = LongestMatch(tokens, at, Links); link > 0; link = LongestMatch(tokens, at, Links))
        {
            at += link;
        }

        return at < tokens.Count && IsValue(tokens[at]) ? at : null;
    }

    // A value is replaced by one of the same kind: two units that differ are two facts. A bare "no" takes back only "twenty milligrams, no,
    // forty milligrams" and "twenty, no, forty", never "two weeks, no, three doctors".
    static bool Replaces(List<WrittenToken> tokens, int first, int marker)
    {
        if (ValueAfter(tokens, marker + MarkerLength(tokens, marker)) is not { } second)
        {
            return false;
        }

        var old = first + 1 < marker ? Units.Kind(tokens[first + 1].Text) : null;
        var replacement = second + 1 < tokens.Count ? Units.Kind(tokens[second + 1].Text) : null;
        return IsBareNo(tokens, marker)
            ? (replacement is not null && (old is null || old == replacement)) || (old is null && second + 1 == tokens.Count)
            : old is null || replacement is null || old == replacement;
    }

    static int LongestMatch(IReadOnlyList<WrittenToken> tokens, int at, string[][] phrases) =>
        phrases.Where(phrase => at + phrase.Length <= tokens.Count && phrase.Select((word, i) => Is(tokens[at + i], word)).All(same => same))
            .Select(phrase => phrase.Length).DefaultIfEmpty(0).Max();

    static bool Is(WrittenToken token, string word) => token.Text.Equals(word, StringComparison.OrdinalIgnoreCase);
}
