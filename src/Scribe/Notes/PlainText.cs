using System.Globalization;

namespace OnPremLlm.Scribe.Notes;

/// <summary>
/// The rule for one line that a person writes into a visit: what is not seen may not be there, because it could hide words, turn them round, or
/// imitate a heading where the note is copied.
/// </summary>
internal static class PlainText
{
    /// <summary>Trimmed; empty where nothing would be seen.</summary>
    public static string Trim(string? text)
    {
        var trimmed = text?.Trim() ?? "";
        return trimmed.Any(IsSeen) ? trimmed : "";
    }

    /// <summary>Whether it has line breaks, control characters or marks that change the direction of writing.</summary>
    public static bool HasHidden(string text) => text.Any(c => c is not '\t' && char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069'));

    static bool IsSeen(char c) => !char.IsWhiteSpace(c) && char.GetUnicodeCategory(c) is not (UnicodeCategory.Format or UnicodeCategory.Control);
}
