using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using OnPremLlm.Inference.Protocol;

namespace OnPremLlm.Inference.Worker.Generation.Constraints;

/// <summary>A span source as it is written in the completion, with the places where a span may begin and end.</summary>
internal sealed class SpanText
{
    readonly List<byte> utf8;
    readonly SpanSource source;
    readonly List<Place> starts = [];
    readonly List<Place> ends = [];
    int characters;
    int line;

    SpanText(SpanSource source)
    {
        this.source = source;
        utf8 = new(source.Text.Length + (source.Text.Length / 8));
    }

    /// <summary>Where spans begin and the last place where one that begins there may end: byte offsets, ascending.</summary>
    public IReadOnlyList<(int From, int Until)> Starts { get; private set; } = [];

    /// <summary>Byte offsets after the last byte of a span, ascending.</summary>
    public IEnumerable<int> Ends => ends.Select(end => end.Offset);

    public ReadOnlySpan<byte> Utf8 => CollectionsMarshal.AsSpan(utf8);

    public static SpanText Of(SpanSource source)
    {
        var text = new SpanText(source);
        text.Read();
        text.Starts = [.. text.Bounded()];
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
            AddIf(starts, words ? isWord && !inWord : true);
            AddIf(ends, words ? inWord && !isWord : utf8.Count > 0);
            Write(rune);
            characters++;
            line += rune.Value == '\n' ? 1 : 0;
            inWord = isWord;
        }

        AddIf(ends, words ? inWord : utf8.Count > 0);
    }

    // Both lists ascend, and so does the last end that a start may have.
    IEnumerable<(int From, int Until)> Bounded()
    {
        var last = 0;
        foreach (var start in starts)
        {
            while (last < ends.Count && (ends[last].Offset <= start.Offset || (last + 1 < ends.Count && IsWithin(start, ends[last + 1]))))
            {
                last++;
            }

            if (last < ends.Count && IsWithin(start, ends[last]))
            {
                yield return (start.Offset, ends[last].Offset);
            }
        }
    }

    bool IsWithin(Place start, Place end) =>
        (source.LongestCharacters == 0 || end.Character - start.Character <= source.LongestCharacters) && (!source.WithinLines || end.Line == start.Line);

    void AddIf(List<Place> places, bool allowed)
    {
        if (allowed)
        {
            places.Add(new(utf8.Count, characters, line));
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

    readonly record struct Place(int Offset, int Character, int Line);
}
