using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Scribe.App.Visit.Note;

/// <summary>The draft while a clinician edits it: what is on the page, what the Host has, and how the two come together again.</summary>
public sealed class NoteEditor
{
    readonly List<Action> undo = [];
    int changes;
    int saved;

    public NoteDraft? Draft { get; private set; }
    public List<EditableSection> Sections { get; private set; } = [];
    public bool HasUnsaved => changes != saved;
    public bool CanUndo => undo.Count > 0;

    public IEnumerable<EditableStatement> Statements => Sections.SelectMany(s => s.Statements);
    public int Count(Verdict verdict) => Statements.Count(s => s.Verdict == verdict);

    public void Load(NoteDraft draft)
    {
        Draft = draft;
        Sections = [.. draft.Sections.Select(EditableSection.Of)];
        undo.Clear();
        saved = changes;
    }

    /// <summary>The draft was purged: nothing of it stays, also what is not saved.</summary>
    public void Clear()
    {
        Draft = null;
        Sections = [];
        undo.Clear();
        saved = changes;
    }

    public void Change(EditableStatement statement, string text)
    {
        if (text.Trim() is { Length: > 0 } trimmed && trimmed != statement.Text)
        {
            statement.Text = trimmed;
            statement.Verdict = Verdict.ClinicianWritten;
            changes++;
        }
    }

    public EditableStatement Add(EditableSection section, EditableStatement? after, string text)
    {
        var statement = new EditableStatement { Key = EditableStatement.NewKey(), Text = text.Trim(), Verdict = Verdict.ClinicianWritten };
        section.Statements.Insert(after is null ? section.Statements.Count : section.Statements.IndexOf(after) + 1, statement);
        changes++;
        return statement;
    }

    /// <summary>Takes a statement out; <see cref="Undo"/> puts it back where it was.</summary>
    public void Delete(EditableStatement statement)
    {
        var section = Sections.First(s => s.Statements.Contains(statement));
        var at = section.Statements.IndexOf(statement);
        section.Statements.RemoveAt(at);
        changes++;
        undo.Add(() =>
        {
            // With its id, also when the deletion was saved meanwhile: the Host knows what the model wrote, and gives it its verdict again.
            section.Statements.Insert(Math.Min(at, section.Statements.Count), statement);
            changes++;
        });
    }

    public void Undo()
    {
        if (undo.Count > 0)
        {
            var last = undo[^1];
            undo.RemoveAt(undo.Count - 1);
            last();
        }
    }

    /// <summary>A picture of the page to send, and what to do with the answer. A new statement that is still empty is not sent.</summary>
    public PendingSave BeginSave() => new(this, changes, [.. Sections.Select(s => (s, s.Statements.Where(statement => statement.Text.Length > 0).ToArray()))]);

    /// <summary>On a version conflict: what is on the page stays, as a change of the version that the Host has now.</summary>
    public void KeepMineOver(NoteDraft theirs)
    {
        Draft = theirs;
        changes++;
    }

    public sealed class PendingSave(NoteEditor editor, int change, List<(EditableSection Section, EditableStatement[] Statements)> picture)
    {
        public SaveDraftRequest Request { get; } = new()
        {
            Version = editor.Draft!.Version, // a save begins only after Load
            Sections =
            [
                .. picture.Select(p => new EditedSection
                {
                    Id = p.Section.Id,
                    Statements = [.. p.Statements.Select(s => new EditedStatement { Id = s.Id, Text = s.Text })],
                }),
            ],
        };

        /// <summary>Takes over ids and verdicts from the Host's answer, statement by statement; what was typed since stays.</summary>
        public void Complete(NoteDraft answer)
        {
            if (editor.Draft is null)
            {
                return; // purged while the save was on its way
            }

            editor.Draft = answer;
            editor.saved = change;
            foreach (var (section, statements) in picture)
            {
                var theirs = answer.Sections.FirstOrDefault(s => s.Id == section.Id)?.Statements ?? [];
                for (var i = 0; i < Math.Min(statements.Length, theirs.Count); i++)
                {
                    statements[i].TakeOver(theirs[i]);
                }
            }
        }
    }
}

public sealed class EditableSection
{
    public required string Id { get; init; }
    public required string Group { get; init; }
    public required string Heading { get; init; }
    /// <summary>The model was cut off in this section: something may be missing, whatever the clinician has changed since.</summary>
    public bool Truncated { get; init; }
    public required List<EditableStatement> Statements { get; init; }

    public static EditableSection Of(NoteSection section) => new()
    {
        Id = section.Id,
        Group = section.Group,
        Heading = section.Heading,
        Truncated = section.Truncated,
        Statements = [.. section.Statements.Select(EditableStatement.Of)],
    };
}

public sealed class EditableStatement
{
    static int keys;

    /// <summary>Names the row on the page; stays when the Host gives the statement its id.</summary>
    public required string Key { get; init; }
    public string? Id { get; set; }
    public required string Text { get; set; }
    public string Quote { get; private set; } = "";
    public IReadOnlyList<string> Evidence { get; private set; } = [];
    public required Verdict Verdict { get; set; }
    public IReadOnlyList<string> Reasons { get; private set; } = [];

    public static string NewKey() => $"row-{++keys}";

    public static EditableStatement Of(NoteStatement s)
    {
        var statement = new EditableStatement { Key = NewKey(), Text = s.Text, Verdict = s.Verdict };
        statement.TakeOver(s);
        return statement;
    }

    public void TakeOver(NoteStatement s)
    {
        Id = s.Id;
        if (s.Text == Text)
        {
            (Quote, Evidence, Verdict, Reasons) = (s.Quote, s.Evidence, s.Verdict, s.Reasons);
        }
    }
}
