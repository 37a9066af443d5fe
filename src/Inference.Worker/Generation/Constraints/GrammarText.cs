using System.Globalization;
using System.Text;

namespace OnPremLlm.Inference.Worker.Generation.Constraints;

/// <summary>Reads a grammar from left to right: white space, names, numbers and characters with their escapes.</summary>
internal sealed class GrammarText(string text)
{
    int position;

    public bool AtEnd => position >= text.Length;

    /// <summary>The next UTF-16 unit; 0 at the end.</summary>
    public char Current => AtEnd ? '\0' : text[position];

    public void Advance() => position++;

    public bool IsNext(string token) => text.AsSpan(Math.Min(position, text.Length)).StartsWith(token);

    /// <summary>Passes the token if it is next.</summary>
    public bool Take(string token)
    {
        var found = IsNext(token);
        position += found ? token.Length : 0;
        return found;
    }

    /// <summary>Passes spaces and comments on this line.</summary>
    public void SkipSpace()
    {
        while (!AtEnd && Current is ' ' or '\t' or '#')
        {
            position = Current == '#' ? EndOfLine() : position + 1;
        }
    }

    /// <summary>Passes spaces, comments and line ends.</summary>
    public void SkipLines()
    {
        for (SkipSpace(); Current is '\r' or '\n'; SkipSpace())
        {
            position++;
        }
    }

    /// <summary>Letters, digits and hyphens; empty when there are none.</summary>
    public string ReadName()
    {
        var from = position;
        while (char.IsAsciiLetterOrDigit(Current) || Current == '-')
        {
            position++;
        }

        return text[from..position];
    }

    /// <summary>Decimal digits; empty when there are none.</summary>
    public string ReadDigits()
    {
        var from = position;
        while (char.IsAsciiDigit(Current))
        {
            position++;
        }

        return text[from..position];
    }

    /// <summary>A code point, escaped or not. Surrogates only as the end of a range: a text cannot hold them.</summary>
    public int ReadCharacter()
    {
        if (Current != '\\')
        {
            Rune.DecodeFromUtf16(text.AsSpan(position), out var rune, out var length);
            position += length;
            return rune.Value;
        }

        position += 2;
        return (position <= text.Length ? text[position - 1] : '\0') switch
        {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'x' => ReadHex(2),
            'u' => ReadHex(4),
            'U' => ReadHex(8),
            '"' => '"',
            '\\' => '\\',
            '[' => '[',
            ']' => ']',
            _ => throw GrammarRefusal.Syntax("an escape is none of \\n \\r \\t \\\" \\\\ \\[ \\] \\xNN \\uNNNN \\UNNNNNNNN"),
        };
    }

    int ReadHex(int digits)
    {
        var end = Math.Min(position + digits, text.Length);
        var valid = uint.TryParse(text.AsSpan(position, end - position), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code);
        GrammarRefusal.RequireSyntax(valid && end == position + digits && code <= 0x10FFFF, "an escape has too few hexadecimal digits or names no character");
        position = end;
        return (int)code;
    }

    int EndOfLine()
    {
        var end = text.AsSpan(position).IndexOfAny('\r', '\n');
        return end < 0 ? text.Length : position + end;
    }
}
