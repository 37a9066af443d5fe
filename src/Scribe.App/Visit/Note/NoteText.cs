using System.Globalization;
using System.Text;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Scribe.App.Visit.Note;

/// <summary>The note as plain text for the clipboard.</summary>
internal static class NoteText
{
    /// <summary>Stands with a section that was cut, wherever the note is shown or copied.</summary>
    public const string CutWarning = "The model stopped here before the section was complete. Check the transcript for what is missing.";

    /// <summary>False for a section that has nothing to say. One that was cut before its first statement has its warning.</summary>
    public static bool IsShown(NoteSection section) => section.Statements.Count > 0 || section.Truncated;

    public static string Of(NoteDraft note, TimeZoneInfo zone)
    {
        var text = new StringBuilder();
        foreach (var group in note.Sections.Where(IsShown).GroupBy(s => s.Group))
        {
            text.Append(group.Key.ToUpperInvariant()).Append('\n');
            foreach (var section in group)
            {
                text.Append(section.Heading).Append(": ").AppendJoin(' ', section.Statements.Select(s => Sentence(s.Text) + (s.Verdict is Verdict.NotSupported ? Vouched(note) : "")));
                text.Append(section.Truncated ? $"\n[{CutWarning}]\n" : "\n");
            }

            text.Append('\n');
        }

        text.Append(note.ConsentSentence).Append('\n');
        if (note is { SignedBy: { } by, SignedAt: { } at })
        {
            text.Append(CultureInfo.InvariantCulture, $"Signed by {by}, {TimeZoneInfo.ConvertTime(at, zone):yyyy-MM-dd HH:mm zzz}.\n");
        }

        if (note.Demonstration)
        {
            text.Append("Made with demonstration engines: synthetic, not for clinical use.\n");
        }

        return text.ToString();
    }

    // What the transcript does not say is somebody's word, wherever the note goes.
    static string Vouched(NoteDraft note) => note.SignedBy is { } by ? $" [not in the transcript; vouched for by {by}]" : " [not in the transcript]";

    static string Sentence(string text) => text.Length > 0 && char.IsLetterOrDigit(text[^1]) ? text + "." : text;
}
