using System.Globalization;
using System.Text;
using OnPremLlm.Inference.Protocol;

namespace OnPremLlm.Inference.Worker.Generation.Constraints;

/// <summary>A span source as it is written in the completion, with the places where a span may begin and end.</summary>
internal sealed class SpanText
{
    readonly List<byte> utf8;
    readonly SpanSource source;

    SpanText(SpanSource source)
    {
        this.source = source;
        utf8 = new(source.Text.Length + (source.Text.Length / 8));
    }

    /// <summary>Byte offsets, ascending.</summary>
    public List<int> Starts { get; } = [];

    /// <summary>Byte offsets, ascending; after the last byte of a span.</summary>
    public List<int> Ends { get; } = [];

    /// <summary>Up to the last end: what follows it belongs to no span.</summary>
    public ReadOnlySpan<byte> Utf8 => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(utf8)[..(Ends.Count > 0 ? Ends[^1] : 0)];

    public static SpanText Of(SpanSource source)
    {
        var text = new SpanText(source);
        text.Read();
        return text;
    }

    // Judged on the characters of the source; an escape sequence is one of them.
    void Read()
    {
        var words = source.Unit == SpanUnit.Words;
        var inWord = false;
        foreach (var rune in source.Text.EnumerateRunes())
        {
            var isWord = IsWord(rune);
            AddIf(Starts, words ? isWord && !inWord : true);
            AddIf(Ends, words ? inWord && !isWord : utf8.Count > 0);
            Write(rune);
            inWord = isWord;
        }

        AddIf(Ends, words ? inWord : utf8.Count > 0);
    }

    void AddIf(List<int> places, bool allowed)
    {
        if (allowed)
        {
            places.Add(utf8.Count);
        }
    }

    void Write(Rune rune)
    {
        if (source.Encoding == SpanEncoding.JsonString && (rune.Value < ' ' || rune.Value is '"' or '\\'))
        {
            utf8.AddRange(Encoding.ASCII.GetBytes(Escape(rune.Value)));
            return;
        }

        Span<byte> bytes = stackalloc byte[4];
        utf8.AddRange(bytes[..rune.EncodeToUtf8(bytes)]);
    }

    static string Escape(int code) => code switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\b' => "\\b",
        '\f' => "\\f",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ => $"\\u{code:x4}",
    };

    static bool IsWord(Rune rune) => Rune.IsLetter(rune) || Rune.IsDigit(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;
}
