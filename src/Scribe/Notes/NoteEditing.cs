using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Scribe.Notes;

/// <summary>The rules of editing and signing, without storage.</summary>
internal static class NoteEditing
{
    const int LongestStatement = 2000;
    const int MostStatements = 100;

    /// <summary>
    /// The draft as the clinician left it. An unchanged statement keeps its evidence; a changed or new one is the clinician's own. Sections
    /// that are not named are left as they are.
    /// </summary>
    public static NoteDraft Apply(NoteDraft draft, IReadOnlyList<EditedSection> edits)
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

        var next = NextNumber(draft);
        return draft with { Sections = [.. draft.Sections.Select(section => edits.LastOrDefault(e => e.Id == section.Id) is { } edit ? Apply(section, edit, ref next) : section)] };
    }

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

    static NoteSection Apply(NoteSection section, EditedSection edit, ref int next)
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

        List<NoteStatement> statements = [];
        foreach (var edited in edit.Statements)
        {
            var text = edited.Text?.Trim() ?? "";
            if (text.Length is 0 or > LongestStatement)
            {
                throw new ScribeException(HubErrors.Invalid, $"A statement has {text.Length} characters; 1 to {LongestStatement} are allowed. Delete it to leave it out.");
            }

            var before = section.Statements.FirstOrDefault(s => s.Id == edited.Id);
            statements.Add(before is not null && before.Text == text ? before : ClinicianWritten(before?.Id ?? $"c{next++}", text));
        }

        return section with { Statements = statements };
    }

    static NoteStatement ClinicianWritten(string id, string text) =>
        new() { Id = id, Text = text, Quote = "", Evidence = [], Verdict = Verdict.ClinicianWritten, Reasons = [] };

    static int NextNumber(NoteDraft draft) => 1 + draft.Sections.SelectMany(section => section.Statements)
        .Select(s => s.Id.StartsWith('c') && int.TryParse(s.Id.AsSpan(1), out var number) ? number : 0).DefaultIfEmpty(0).Max();
}
