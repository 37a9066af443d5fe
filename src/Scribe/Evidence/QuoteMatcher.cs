using System.Text;
using OnPremLlm.Scribe.Drafting;

namespace OnPremLlm.Scribe.Evidence;

/// <summary>Finds a quote in the cited segments: an exact span, but for upper and lower case and the width of spaces.</summary>
internal static class QuoteMatcher
{
    /// <summary>The span in the transcript's own spelling, or null where no segment holds it. It begins and ends at the edges of words.</summary>
    public static string? Locate(string quote, IEnumerable<TranscriptTurn> segments)
    {
        var wanted = Plain(Collapse(quote));
        return wanted.Length == 0 ? null : segments.Select(s => Within(Collapse(s.Text), wanted)).FirstOrDefault(found => found is not null);
    }

    // "5 mg" is not a quotation of "125 mg", nor "art" of "heart".
    static string? Within(string text, string wanted)
    {
        var plain = Plain(text);
        for (var at = plain.IndexOf(wanted, StringComparison.OrdinalIgnoreCase); at >= 0; at = plain.IndexOf(wanted, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + wanted.Length;
            if ((at == 0 || !Joined(text[at - 1], text[at])) && (end == text.Length || !Joined(text[end - 1], text[end])))
            {
                return text[at..end];
            }
        }

        return null;
    }

    static bool Joined(char a, char b) => char.IsLetterOrDigit(a) && char.IsLetterOrDigit(b);

    /// <summary>Text as a model is shown it: no quotation mark or backslash, so that a quote can stand in JSON without escapes. As long as before.</summary>
    public static string Plain(string text) => text.Replace('"', '\'').Replace('\\', '/');

    /// <summary>Each run of spaces and line breaks as one space; none at the ends.</summary>
    public static string Collapse(string text)
    {
        var collapsed = new StringBuilder(text.Length);
        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            collapsed.Append(collapsed.Length > 0 ? " " : "").Append(word);
        }

        return collapsed.ToString();
    }
}
