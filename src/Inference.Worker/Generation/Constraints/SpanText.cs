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
    readonly Dictionary<int, int> lines = []; // the first start of each
    int characters;
    int line;

    SpanText(SpanSource source)
    {
        this.source = source;
        utf8 = new(source.Text.Length + (source.Text.Length / 8));
    }

    /// <summary>Where spans begin and the last place where one that begins there may end: byte offsets, ascending.</summary>
    public IReadOnlyList<SpanStart> Starts { get; private set; } = [];

    /// <summary>Those in one line, from 1; null: all.</summary>
    public IEnumerable<SpanStart> StartsOf(int? line) => line is null ? Starts : Starts.Skip(lines.GetValueOrDefault(line.Value - 1, Starts.Count)).TakeWhile(start => start.Line == line - 1);

    /// <summary>Byte offsets after the last byte of a span, ascending.</summary>
    public IEnumerable<int> Ends => ends.Select(end => end.Offset);

    public ReadOnlySpan<byte> Utf8 => CollectionsMarshal.AsSpan(utf8);

    public static SpanText Of(SpanSource source)
    {
        var text = new SpanText(source);
        text.Read();
        text.Starts = [.. text.Bounded()];
        for (var i = 0; i < text.Starts.Count; i++)
        {
            text.lines.TryAdd(text.Starts[i].Line, i);
        }

        return text;
    }

    // Judged on the characters of the source; an escape sequence is one of them.
    void Read()
    {
        var inWord = false;
        var (before, at) = (default(Rune), 0);
        foreach (var rune in source.Text.EnumerateRunes())
        {
            at += rune.Utf16SequenceLength;
            var isWord = source.Unit is SpanUnit.Lines ? rune.Value != '\n' : source.Unit is SpanUnit.Words && (IsWord(rune) || Joins(before, rune, at));
            before = rune;
            AddIf(starts, source.Unit is SpanUnit.Characters || (isWord && !inWord));
            AddIf(ends, source.Unit is SpanUnit.Characters ? utf8.Count > 0 : inWord && !isWord);
            Write(rune);
            characters++;
            line += rune.Value == '\n' ? 1 : 0;
            inWord = isWord;
        }

        AddIf(ends, source.Unit is SpanUnit.Characters ? utf8.Count > 0 : inWord);
    }

    // Both lists ascend, and so does the last end that a start may have.
    IEnumerable<SpanStart> Bounded()
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
                yield return new(start.Offset, ends[last].Offset, start.Line);
            }
        }
    }

    bool IsWithin(Place start, Place end) =>
        (source.LongestCharacters == 0 || end.Character - start.Character <= source.LongestCharacters)
        && (source is { WithinLines: false, Unit: not SpanUnit.Lines } || end.Line == start.Line);

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

    // A number is not cut at its point or thousands, nor "isn't" at its apostrophe.
    bool Joins(Rune before, Rune rune, int next) => rune.Value switch
    {
        '.' or ',' => Rune.IsDigit(before) && IsNext(next, Rune.IsDigit),
        '\'' or '\u2019' => Rune.IsLetter(before) && IsNext(next, Rune.IsLetter),
        _ => false,
    };

    bool IsNext(int at, Predicate<Rune> which) => at < source.Text.Length && Rune.TryGetRuneAt(source.Text, at, out var next) && which(next);

    static bool IsWord(Rune rune) => Rune.IsLetter(rune) || Rune.IsDigit(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    readonly record struct Place(int Offset, int Character, int Line);
}

/// <summary>Where a span may begin, and the last place where it may end: byte offsets. <paramref name="Line"/>: of its beginning, from 0.</summary>
internal readonly record struct SpanStart(int From, int Until, int Line);
