using System.Text;

namespace OnPremLlm.Training.Tokenizing;

/// <summary>
/// Cuts text into the words within which pieces are merged, as llama.cpp's "smollm" does: each digit alone, then what is between the digits by GPT-2's
/// pattern 's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+. The words together are the text.
/// </summary>
internal static class PreTokenizer
{
    enum Kind
    {
        None,
        Letter,
        Number,
        Space,
        Other,
    }

    public static IEnumerable<string> Split(string text)
    {
        var end = 0;
        for (var at = 0; at < text.Length;)
        {
            end = at < end ? end : EndOfPiece(text, at);
            var next = EndOfWord(text, at, end);
            yield return text[at..next];
            at = next;
        }
    }

    // A digit, or all up to the next one.
    static int EndOfPiece(string text, int at)
    {
        var kind = KindAt(text, at, text.Length, out var length);
        var end = at + length;
        while (kind != Kind.Number && KindAt(text, end, text.Length, out length) is not (Kind.Number or Kind.None))
        {
            end += length;
        }

        return end;
    }

    static int EndOfWord(string text, int at, int end)
    {
        if (Contraction(text.AsSpan(at, end - at)) is var contraction and > 0)
        {
            return at + contraction;
        }

        var kind = KindAt(text, at, end, out var length);
        var first = text[at] == ' ' ? at + 1 : at;
        var word = text[at] == ' ' ? KindAt(text, first, end, out length) : kind;
        return word is Kind.None or Kind.Space ? EndOfSpace(text, at, end) : EndOfRun(text, first, end, word);
    }

    // 's, 't, 'm, 'd, 're, 've, 'll: lower case only.
    static int Contraction(ReadOnlySpan<char> text) => text switch
    {
        ['\'', 's' or 't' or 'm' or 'd', ..] => 2,
        ['\'', 'r' or 'v', 'e', ..] or ['\'', 'l', 'l', ..] => 3,
        _ => 0,
    };

    // The last space goes with the word after it.
    static int EndOfSpace(string text, int at, int end)
    {
        var stop = EndOfRun(text, at, end, Kind.Space);
        return stop < end && stop - at > 1 ? stop - 1 : stop;
    }

    static int EndOfRun(string text, int at, int end, Kind kind)
    {
        while (KindAt(text, at, end, out var length) == kind)
        {
            at += length;
        }

        return at;
    }

    static Kind KindAt(string text, int at, int end, out int length)
    {
        if (at >= end)
        {
            length = 0;
            return Kind.None;
        }

        Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out length);
        return Rune.IsLetter(rune) ? Kind.Letter : Rune.IsNumber(rune) ? Kind.Number : Rune.IsWhiteSpace(rune) ? Kind.Space : Kind.Other;
    }
}
