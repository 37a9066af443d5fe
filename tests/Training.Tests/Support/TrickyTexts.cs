using OnPremLlm.Training.Visits;

namespace OnPremLlm.Training.Tests.Support;

/// <summary>Texts that tokenizers stumble over.</summary>
internal static class TrickyTexts
{
    static readonly string[] _pieces =
    [
        " ", "  ", "   ", "\n", "\n\n", "\r\n", "\t", "\u00A0", "\u2003", "\u3000", "\u0085", "\u200B", "\uFEFF", "\0", "\u001B",
        "a", "b", "the", "Good morning", "don't", "I'M", "we'll", "they've", "'s", "'", "''re", "`", "it’s", "“quoted”", "—", "…", "naïve", "café", "e\u0301", "ß", "İ", "ﬁ",
        "0", "12", "20 mg", "3.5", "½", "²", "Ⅷ", "٣", "१२", "1/2", "-7", "120/80", "%", "µg", "°C", "€", "$5",
        "日本語", "ありがとう", "한국어", "Здравствуйте", "שלום", "مرحبا", "नमस्ते", "ไทย", "😀", "👩‍⚕️", "🇩🇪", "𝒳", "𐍈", "\U0001F9EC",
        "Doctor:", "Doctor", "\nPatient: ", "Patient: ", "not discussed", "not", "nott", "; ", ";", "## Plan", "##", "###", "# #", "é!", "é", "!", "knots", "## Planet",
        "zolbraquine", "Zolbraquine", "vitamin zed", "<|end|>", "<|user|>", "<|", "|>", "<|unused0|>", "[INST]", "</s>", "\\n", "\"", "{\"a\": 1}", "(x)", "~~", "===", "....", "a_b", "A1b2", "xX",
    ];

    /// <summary>A few pieces in a row, the same for the same dice.</summary>
    public static string Random(Dice dice) => string.Concat(Enumerable.Range(0, dice.Between(1, 9)).Select(_ => dice.Pick(_pieces)));

    public static IEnumerable<string> All(int random)
    {
        var dice = new Dice(9);
        return [.. _pieces, .. Enumerable.Range(0, random).Select(_ => Random(dice))];
    }
}
