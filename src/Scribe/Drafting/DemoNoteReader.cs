using System.Text;
using OnPremLlm.Scribe.Evidence;

namespace OnPremLlm.Scribe.Drafting;

/// <summary>
/// Splits the interim demonstration model's note (<c>**Heading:** item; item</c>) into sections and statements as it streams.
/// "not discussed" gives none; "none" gives one only where the transcript supports it. Goes away with <see cref="DemoScribeInterimAdapter"/>.
/// </summary>
internal sealed class DemoNoteReader(NoteTemplate template, EvidenceFinder finder)
{
    const string HeadingStart = "**";
    const string HeadingEnd = ":**";
    const string Separator = "; ";

    readonly Queue<NoteSection> waiting = new(template.Sections);
    readonly StringBuilder pending = new();
    readonly HashSet<string> written = [];
    NoteSection? section;

    public IReadOnlyList<DraftUpdate> Add(string text)
    {
        var updates = new List<DraftUpdate>();
        foreach (var c in text)
        {
            pending.Append(c);
            if (c == '\n')
            {
                EndLine(updates);
            }
            else if (section is null && EndsWith(HeadingEnd))
            {
                Begin(updates);
            }
            else if (section is not null && EndsWith(Separator))
            {
                EndItem(updates);
            }
        }

        return updates;
    }

    /// <summary>The model ended its note; sections that it never wrote are empty.</summary>
    public IReadOnlyList<DraftUpdate> Finish()
    {
        var updates = new List<DraftUpdate>();
        EndLine(updates);
        SkipTo(null, updates);
        return updates;
    }

    /// <summary>The note ran into the end of the window: the item in hand is dropped, and the sections it and the rest belong to are named as cut.</summary>
    public IReadOnlyList<DraftUpdate> Cut(DraftTally tally)
    {
        pending.Clear();
        foreach (var cut in new[] { section }.OfType<NoteSection>().Concat(waiting))
        {
            tally.Truncated(cut.Id);
        }

        return Finish();
    }

    void Begin(List<DraftUpdate> updates)
    {
        var line = pending.ToString();
        var start = line.LastIndexOf(HeadingStart, line.Length - HeadingEnd.Length, StringComparison.Ordinal);
        var heading = start < 0 ? "" : line[(start + HeadingStart.Length)..^HeadingEnd.Length];
        pending.Clear();
        if (waiting.FirstOrDefault(s => s.Heading == heading) is { } next)
        {
            SkipTo(next, updates);
            section = waiting.Dequeue();
            written.Clear();
            updates.Add(new SectionStarted(section.Id));
        }
    }

    void EndLine(List<DraftUpdate> updates)
    {
        if (section is not null)
        {
            EndItem(updates);
            updates.Add(new SectionCompleted(section.Id));
            section = null;
        }

        pending.Clear();
    }

    void EndItem(List<DraftUpdate> updates)
    {
        var item = pending.ToString().Trim().TrimEnd(';');
        pending.Clear();
        if (section is null || item.Length == 0 || item == "not discussed" || !written.Add(item))
        {
            return;
        }

        var text = item == "none" ? Absence(section) : item;
        var found = finder.Find(section.Id, text);
        if (item != "none" || found.Finding.Verdict == EvidenceVerdict.Supported)
        {
            updates.Add(new StatementDrafted(Make(section, text, found)));
        }
    }

    Statement Make(NoteSection section, string text, FoundEvidence found) => new()
    {
        Id = $"{section.Id}-{written.Count}",
        SectionId = section.Id,
        Text = text,
        Quote = found.Quote,
        Evidence = found.Evidence,
        Verdict = found.Finding.Verdict,
        Reasons = found.Finding.Reasons,
    };

    void SkipTo(NoteSection? next, List<DraftUpdate> updates)
    {
        while (waiting.TryPeek(out var skipped) && skipped != next)
        {
            waiting.Dequeue();
            updates.Add(new SectionStarted(skipped.Id));
            updates.Add(new SectionCompleted(skipped.Id));
        }
    }

    bool EndsWith(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (pending.Length < text.Length || pending[pending.Length - text.Length + i] != text[i])
            {
                return false;
            }
        }

        return true;
    }

    static string Absence(NoteSection section) => section.Id == SectionIds.Allergies ? "No known allergies" : "No medications";
}
