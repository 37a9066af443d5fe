using System.Text;

namespace OnPremLlm.Scribe.Transcription.Normalisation;

/// <summary>Puts tokens into a sentence. Words keep their order, and punctuation adds no meaning but that of a question and of a correction.</summary>
internal static class Presentation
{
    static readonly string[] Greetings = ["good", "morning", "afternoon", "evening", "hi", "hello", "so", "okay", "ok", "well", "and", "now", "alright", "um", "uh"];

    static readonly string[] Subjects = ["you", "i", "we", "it", "that", "this", "there", "they", "he", "she", "your", "the", "any", "anything", "anyone"];

    static readonly string[] Auxiliaries =
    [
        "do", "does", "did", "are", "is", "was", "were", "has", "have", "had", "can", "could", "will", "would", "should", "isn't", "don't", "doesn't", "didn't", "haven't", "aren't",
    ];

    static readonly string[] AfterHow = ["long", "bad", "severe", "much", "many", "often", "old", "far", "about"];

    static readonly string[] AfterWhat = ["brings", "makes", "about", "else", "medications", "medicines", "kind", "happened", "happens", "dose", "time", "helps"];

    public static string Sentence(IReadOnlyList<WrittenToken> tokens)
    {
        if (tokens.Count == 0)
        {
            return "";
        }

        var commas = CorrectionCommas(tokens);
        var text = new StringBuilder();
        for (var i = 0; i < tokens.Count; i++)
        {
            text.Append(i > 0 ? " " : "").Append(tokens[i].Text).Append(commas.Contains(i) ? "," : "");
        }

        text[0] = char.ToUpperInvariant(text[0]);
        return text.Append(IsQuestion([.. tokens.Select(token => token.Text.ToLowerInvariant())]) ? '?' : '.').ToString();
    }

    /// <summary>Indices of the tokens that a comma follows: the last one taken back, and the marker behind it.</summary>
    static HashSet<int> CorrectionCommas(IReadOnlyList<WrittenToken> tokens)
    {
        HashSet<int> commas = [];
        for (var i = 0; i + 1 < tokens.Count; i++)
        {
            if (tokens[i].Retracted && !tokens[i + 1].Retracted)
            {
                commas.Add(i);
                commas.Add(i + SelfCorrection.MarkerLength(tokens, i + 1));
            }
        }

        return commas;
    }

    static bool IsQuestion(string[] words)
    {
        var start = 0;
        while (start < words.Length && Greetings.Contains(words[start]))
        {
            start++;
        }

        return IsQuestionAt(words, start) || (words.Length > start + 2 && words[start] == "on" && words[start + 2] == "scale");
    }

    static bool IsQuestionAt(string[] words, int at)
    {
        string Word(int offset) => at + offset < words.Length ? words[at + offset] : "";
        return Word(0) switch
        {
            "what's" or "how's" or "where's" or "who's" or "any" => true,
            "remind" => false,
            "what" => Auxiliaries.Contains(Word(1)) || AfterWhat.Contains(Word(1)),
            "how" => Auxiliaries.Contains(Word(1)) || AfterHow.Contains(Word(1)),
            "when" or "where" or "why" or "who" or "which" => Auxiliaries.Contains(Word(1)),
            var first => Auxiliaries.Contains(first) && Subjects.Contains(Word(1)),
        };
    }
}
