using System.Security.Cryptography;
using System.Text;

namespace OnPremLlm.Host.Tests.Privacy;

/// <summary>Something that occurs nowhere else, and the ways in which a leak could write it.</summary>
internal sealed class Canary
{
    const int Length = 20;

    Canary(byte[] plain, string? text) => (Text, Forms) = (text ?? "", [.. FormsOf(plain, text)]);

    public string Text { get; }

    /// <summary>As it is, UTF-16 where it is text, hexadecimal, and base64 at each of its three alignments.</summary>
    public IReadOnlyList<byte[]> Forms { get; }

    /// <summary>A word that no dictionary has, in letters that normalisation leaves alone.</summary>
    public static Canary Word()
    {
        var word = "zq" + RandomNumberGenerator.GetString("bcdfghjklmnpqrstvwxz", Length);
        return new Canary(Encoding.UTF8.GetBytes(word), word);
    }

    public static Canary Window(ReadOnlySpan<byte> content) => new(content.ToArray(), null);

    public bool IsIn(ReadOnlySpan<byte> content)
    {
        foreach (var form in Forms)
        {
            if (content.IndexOf(form) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    public bool IsIn(string content) => IsIn(Encoding.UTF8.GetBytes(content));

    static IEnumerable<byte[]> FormsOf(byte[] plain, string? text)
    {
        yield return plain;
        yield return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(plain));
        if (text is not null)
        {
            yield return Encoding.Unicode.GetBytes(text);
        }

        for (var before = 0; before < 3; before++)
        {
            // Whole groups of three bytes only: the edges depend on what stands beside it.
            var padded = (byte[])[.. new byte[before], .. plain];
            var encoded = Convert.ToBase64String(padded.AsSpan(0, padded.Length - (padded.Length % 3)));
            yield return Encoding.ASCII.GetBytes(encoded[(before == 0 ? 0 : 4)..]);
        }
    }
}
