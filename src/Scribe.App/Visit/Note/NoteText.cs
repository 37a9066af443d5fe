using System.Text;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Scribe.App.Visit.Note;

/// <summary>The note as plain text for the clipboard.</summary>
internal static class NoteText
{
    public static string Of(NoteDraft note)
    {
        var text = new StringBuilder();
        foreach (var group in note.Sections.Where(s => s.Statements.Count > 0).GroupBy(s => s.Group))
        {
            text.Append(group.Key.ToUpperInvariant()).Append('\n');
            foreach (var section in group)
            {
                text.Append(section.Heading).Append(": ").AppendJoin(' ', section.Statements.Select(s => Sentence(s.Text))).Append('\n');
            }

            text.Append('\n');
        }

        text.Append(note.ConsentSentence).Append('\n');
        if (note.Demonstration)
        {
            text.Append("Made with demonstration engines: synthetic, not for clinical use.\n");
        }

        return text.ToString();
    }

    static string Sentence(string text) => text.Length > 0 && char.IsLetterOrDigit(text[^1]) ? text + "." : text;
}
