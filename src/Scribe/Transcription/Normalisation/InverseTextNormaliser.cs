namespace OnPremLlm.Scribe.Transcription.Normalisation;

/// <summary>
/// Turns recognised words into written text: numbers in digits, a few short forms, and marks on values that were taken back. Nothing is
/// dropped and nothing reordered, so that each written token leads back to its words and their times. Units stay words. Deterministic.
/// </summary>
public static class InverseTextNormaliser
{
    static readonly string[] A1c = ["a", "one", "c"];

    // In the lexicon in lower case.
    static readonly Dictionary<string, string> Capitals = new(StringComparer.Ordinal)
    {
        ["i"] = "I",
        ["i'm"] = "I'm",
        ["i've"] = "I've",
        ["i'd"] = "I'd",
        ["i'll"] = "I'll",
        ["bp"] = "BP",
        ["mri"] = "MRI",
        ["ct"] = "CT",
        ["ekg"] = "EKG",
        ["ecg"] = "ECG",
    };

    /// <summary>One utterance's words as written tokens; empty for none. Each word is in exactly one token, in order.</summary>
    public static IReadOnlyList<WrittenToken> Normalise(IReadOnlyList<SpokenWord> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var texts = words.Select(word => word.Text).ToList();
        List<WrittenToken> tokens = [];
        for (var at = 0; at < texts.Count; at += tokens[^1].WordCount)
        {
            tokens.Add(TokenAt(texts, at));
        }

        return SelfCorrection.Mark(tokens);
    }

    /// <summary>The tokens as a sentence: capital, commas around a correction, a question mark or full stop. Empty for none.</summary>
    public static string Present(IReadOnlyList<WrittenToken> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        return Presentation.Sentence(tokens);
    }

    static WrittenToken TokenAt(List<string> words, int at)
    {
        if (words.Skip(at).Take(A1c.Length).SequenceEqual(A1c))
        {
            return new WrittenToken("A1c", at, A1c.Length, Retracted: false);
        }

        if (NumberWords.Read(words, at) is { } number && !StaysInWords(words, at, number.Count))
        {
            return new WrittenToken(number.Text, at, number.Count, Retracted: false);
        }

        return new WrittenToken(Capitals.GetValueOrDefault(words[at], words[at]), at, 1, Retracted: false);
    }

    static bool StaysInWords(List<string> words, int at, int count)
    {
        var next = at + count < words.Count ? words[at + count] : "";
        return next is "time" or "times" || (count == 1 && words[at] == "one" && !IsCount(words, at, next));
    }

    // "one" is a pronoun more often than a number ("no one", "that one", "one of those"): it takes a unit, a scale or a score to count.
    static bool IsCount(List<string> words, int at, string next)
    {
        var previous = at > 0 ? words[at - 1] : "";
        return Units.IsUnit(next)
            || (next == "to" && at + 2 < words.Count && NumberWords.IsNumberWord(words[at + 2]))
            || (next == "out" && at + 2 < words.Count && words[at + 2] == "of")
            || (next.Length == 0 && previous is "" or "say" or "over")
            || (next.Length == 0 && previous == "a" && at > 1 && words[at - 2] is "about" or "maybe" or "probably" or "like");
    }
}
