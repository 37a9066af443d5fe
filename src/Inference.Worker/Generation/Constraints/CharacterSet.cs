using System.Text;

namespace OnPremLlm.Inference.Worker.Generation.Constraints;

/// <summary>Code points from and to, inclusive.</summary>
internal readonly record struct CodeRange(int From, int To);

/// <summary>Bytes from and to, inclusive.</summary>
internal readonly record struct ByteRange(byte From, byte To);

/// <summary>A set of characters: sorted, disjoint ranges of Unicode code points without surrogates, which UTF-8 cannot hold.</summary>
internal sealed class CharacterSet
{
    const int FirstSurrogate = 0xD800, LastSurrogate = 0xDFFF, LastCode = 0x10FFFF;
    static readonly int[] lengthLimits = [0x7F, 0x7FF, 0xFFFF];

    readonly List<CodeRange> ranges;

    CharacterSet(List<CodeRange> ranges) => this.ranges = ranges;

    /// <summary>Every character, also line ends.</summary>
    public static CharacterSet All { get; } = Except([]);

    /// <summary>Equal for equal sets.</summary>
    public string Key => string.Join(',', ranges.Select(range => $"{range.From:X}-{range.To:X}"));

    public static CharacterSet Of(IEnumerable<CodeRange> ranges) => new(WithoutSurrogates(Merge(ranges)));

    public static CharacterSet Except(IEnumerable<CodeRange> ranges)
    {
        var rest = new List<CodeRange>();
        var from = 0;
        foreach (var range in Merge(ranges))
        {
            AddTo(rest, from, range.From - 1);
            from = range.To + 1;
        }

        AddTo(rest, from, LastCode);
        return new(WithoutSurrogates(rest));
    }

    /// <summary>The set's characters in UTF-8, as ranges byte by byte. Ordered; at each place two ranges are the same or have no byte in common.</summary>
    public List<ByteRange[]> ToUtf8()
    {
        var sequences = new List<ByteRange[]>();
        foreach (var (from, to) in ranges)
        {
            Split(from, to, sequences);
        }

        return sequences;
    }

    static List<CodeRange> Merge(IEnumerable<CodeRange> ranges)
    {
        var merged = new List<CodeRange>();
        foreach (var range in ranges.OrderBy(range => range.From))
        {
            if (merged.Count > 0 && range.From <= merged[^1].To + 1)
            {
                merged[^1] = merged[^1] with { To = Math.Max(merged[^1].To, range.To) };
            }
            else
            {
                merged.Add(range);
            }
        }

        return merged;
    }

    static List<CodeRange> WithoutSurrogates(List<CodeRange> ranges)
    {
        var valid = new List<CodeRange>();
        foreach (var (from, to) in ranges)
        {
            AddTo(valid, from, Math.Min(to, FirstSurrogate - 1));
            AddTo(valid, Math.Max(from, LastSurrogate + 1), to);
        }

        return valid;
    }

    static void AddTo(List<CodeRange> ranges, int from, int to)
    {
        if (from <= to)
        {
            ranges.Add(new(from, to));
        }
    }

    // Until both ends have the same length, and where their bytes differ, all that follow run through their whole range.
    static void Split(int from, int to, List<ByteRange[]> sequences)
    {
        foreach (var limit in lengthLimits)
        {
            if (from <= limit && to > limit)
            {
                SplitAt(from, limit, to, sequences);
                return;
            }
        }

        for (var bits = 6; bits <= 18 && from > 0x7F; bits += 6)
        {
            var low = (1 << bits) - 1;
            if ((from | low) == (to | low))
            {
                break;
            }

            if ((from & low) != 0 || (to & low) != low)
            {
                SplitAt(from, (from & low) != 0 ? from | low : (to & ~low) - 1, to, sequences);
                return;
            }
        }

        sequences.Add(Encode(from, to));
    }

    static void SplitAt(int from, int last, int to, List<ByteRange[]> sequences)
    {
        Split(from, last, sequences);
        Split(last + 1, to, sequences);
    }

    static ByteRange[] Encode(int from, int to)
    {
        Span<byte> first = stackalloc byte[4], last = stackalloc byte[4];
        var length = new Rune(from).EncodeToUtf8(first);
        new Rune(to).EncodeToUtf8(last);
        var sequence = new ByteRange[length];
        for (var i = 0; i < length; i++)
        {
            sequence[i] = new(first[i], last[i]);
        }

        return sequence;
    }
}
