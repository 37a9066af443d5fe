using System.Text;

namespace OnPremLlm.Inference.Worker.Generation;

/// <summary>
/// Turns tokens' bytes into text that can be sent: whole characters only, and nothing that may still become a stop string.
/// Bytes that are no UTF-8 become U+FFFD.
/// </summary>
internal sealed class TextStream(IReadOnlyList<string> stops)
{
    readonly Decoder decoder = Encoding.UTF8.GetDecoder();
    readonly StringBuilder held = new();
    long decoded;

    /// <summary>A stop string has occurred; it and what follows are never returned.</summary>
    public bool Stopped { get; private set; }

    /// <summary>Where the tokens so far end, in UTF-16 units from the first: a character that is not whole yet counts as one.</summary>
    public long Length => decoded + decoder.GetCharCount([], flush: true);

    /// <summary>Adds a token and returns what may be sent now; often empty.</summary>
    public string Add(ReadOnlySpan<byte> piece)
    {
        Decode(piece, flush: false);
        return Release();
    }

    /// <summary>What was held back, at the end of the generation.</summary>
    public string Finish()
    {
        if (Stopped)
        {
            return "";
        }

        Decode([], flush: true);
        var text = Release();
        return Stopped ? text : text + Take(held.Length);
    }

    void Decode(ReadOnlySpan<byte> bytes, bool flush)
    {
        Span<char> buffer = stackalloc char[256];
        do
        {
            decoder.Convert(bytes, buffer, flush, out var used, out var made, out _);
            held.Append(buffer[..made]);
            decoded += made;
            bytes = bytes[used..];
        }
        while (!bytes.IsEmpty);
    }

    string Release()
    {
        if (held.Length == 0 || Stopped)
        {
            return "";
        }

        var text = held.ToString();
        var first = stops.Select(stop => text.IndexOf(stop, StringComparison.Ordinal)).Where(index => index >= 0).DefaultIfEmpty(-1).Min();
        if (first >= 0)
        {
            Stopped = true;
            held.Clear();
            return text[..first];
        }

        return Take(text.Length - stops.Select(stop => LongestOverlap(text, stop)).DefaultIfEmpty(0).Max());
    }

    // How many characters at the end of the text are the beginning of the stop string.
    static int LongestOverlap(string text, string stop)
    {
        for (var length = Math.Min(text.Length, stop.Length - 1); length > 0; length--)
        {
            if (text.AsSpan(text.Length - length).SequenceEqual(stop.AsSpan(0, length)))
            {
                return length;
            }
        }

        return 0;
    }

    string Take(int length)
    {
        var text = held.ToString(0, length);
        held.Remove(0, length);
        return text;
    }
}
