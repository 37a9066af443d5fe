using System.Globalization;

namespace OnPremLlm.Tenancy.People;

/// <summary>
/// The rule for names of people, tenants and keys: 1 to 200 characters (keys: 100) of one line, and nothing that is not seen. Attack: a name with an escape sequence
/// writes into the operator's terminal, one that turns the direction of writing round reads as somebody else's.
/// </summary>
static class DisplayText
{
    public const int MaxLength = 200;

    /// <summary>What is wrong, to follow "The name "; null when nothing is.</summary>
    public static string? Problem(string? name, int maxLength = MaxLength)
    {
        var trimmed = name?.Trim() ?? "";
        return !trimmed.Any(IsSeen) ? $"is empty. Give 1 to {maxLength} characters."
            : trimmed.Length > maxLength ? $"has {trimmed.Length} characters. Give 1 to {maxLength}."
            : trimmed.Any(IsHidden) ? "has control characters, line breaks or marks that change the direction of writing. Give it as it is read."
            : null;
    }

    static bool IsSeen(char c) => !char.IsWhiteSpace(c) && char.GetUnicodeCategory(c) is not (UnicodeCategory.Format or UnicodeCategory.Control);

    static bool IsHidden(char c) => char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
