using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Scribe.Notes;

/// <summary>The rules of editing and signing, without storage.</summary>
internal static class NoteEditing
{
    const int LongestStatement = 2000;
    const int MostStatements = 100;

    /// <summary>
    /// The draft as the clinician left it, in the next version. An unchanged statement keeps its evidence, and so does one that is again as the
    /// model wrote it, by undo for example; a changed or new one is the clinician's own. Sections that are not named are left as they are.
    /// </summary>
    /// <param name="draft">The newest version.</param>
    /// <param name="written">The version as the model wrote it; null when there is none.</param>
    /// <param name="edits">What came from the page.</param>
    public static NoteDraft Apply(NoteDraft draft, NoteDraft? written, IReadOnlyList<EditedSection> edits)
    {
        // JSON may hold a null wherever the contract has a value.
        if (edits is null || edits.Any(edit => edit?.Statements is null || edit.Statements.Contains(null!)))
        {
            throw new ScribeException(HubErrors.Invalid, "A section or a statement was null. Send each section with an id and a list of statements.");
        }

        var unknown = edits.FirstOrDefault(edit => draft.Sections.All(section => section.Id != edit.Id));
        if (unknown is not null)
        {
            throw new ScribeException(HubErrors.Invalid, $"The note has no section with this id. Its sections are: {string.Join(", ", draft.Sections.Select(s => s.Id))}.");
        }

        if (edits.DistinctBy(edit => edit.Id).Count() != edits.Count)
        {
            throw new ScribeException(HubErrors.Invalid, "A section is named twice. Send each section once, with all its statements.");
        }

        var version = draft.Version + 1;
        return draft with { Version = version, Sections = [.. draft.Sections.Select(section => edits.FirstOrDefault(e => e.Id == section.Id) is { } edit ? Apply(section, Section(written, section.Id), edit, version) : section)] };
    }

    static NoteSection? Section(NoteDraft? draft, string id) => draft?.Sections.FirstOrDefault(section => section.Id == id);

    /// <summary>Throws "attestation-missing" while something without support is left and the clinician has not vouched for it.</summary>
    public static void CheckSignable(NoteDraft draft, bool attested)
    {
        var unsupported = draft.Sections.Sum(section => section.Statements.Count(s => s.Verdict is Verdict.NotSupported));
        if (unsupported > 0 && !attested)
        {
            throw new ScribeException(HubErrors.AttestationMissing, $"{unsupported} statement(s) have no support in the transcript. Change or delete them, or confirm that they are right.");
        }
    }

    /// <summary>The note to keep: no quotation outlives the transcript; ids, verdicts, model and commitment stay.</summary>
    public static NoteDraft Sign(NoteDraft draft, string clinicianName, DateTimeOffset at, string transcriptCommitment) => draft with
    {
        Sections = [.. draft.Sections.Select(section => section with { Statements = [.. section.Statements.Select(s => s with { Quote = "" })] })],
        SignedAt = at,
        SignedBy = clinicianName,
        TranscriptCommitment = transcriptCommitment,
    };

    static NoteSection Apply(NoteSection section, NoteSection? written, EditedSection edit, int version)
    {
        if (edit.Statements.Count > MostStatements)
        {
            throw new ScribeException(HubErrors.Invalid, $"A section has {edit.Statements.Count} statements; at most {MostStatements} are allowed.");
        }

        var named = edit.Statements.Select(statement => statement.Id).OfType<string>().ToList();
        if (named.Distinct().Count() != named.Count)
        {
            throw new ScribeException(HubErrors.Invalid, "A section names a statement twice. Send each statement once, and new ones without an id.");
        }

        // Looked for in the same section only: evidence cannot be borrowed from another.
        NoteStatement[] known = [.. section.Statements, .. written?.Statements ?? []];
        List<NoteStatement> statements = [];
        foreach (var edited in edit.Statements)
        {
            var text = PlainText.Trim(edited.Text);
            if (text.Length is 0 or > LongestStatement)
            {
                throw new ScribeException(HubErrors.Invalid, $"A statement has {text.Length} characters; 1 to {LongestStatement} are allowed. Delete it to leave it out.");
            }

            if (PlainText.HasHidden(text))
            {
                throw new ScribeException(HubErrors.Invalid, "A statement has line breaks, control characters or direction marks. Write each statement as one line of plain text.");
            }

            // An id names its version, so that one that was deleted and comes back is not taken for a new one.
            statements.Add(known.FirstOrDefault(s => s.Id == edited.Id && s.Text == text)
                ?? ClinicianWritten(known.FirstOrDefault(s => s.Id == edited.Id)?.Id ?? $"c{version}-{statements.Count + 1}", text));
        }

        return section with { Statements = statements };
    }

    static NoteStatement ClinicianWritten(string id, string text) =>
        new() { Id = id, Text = text, Quote = "", Evidence = [], Verdict = Verdict.ClinicianWritten, Reasons = [] };
}
