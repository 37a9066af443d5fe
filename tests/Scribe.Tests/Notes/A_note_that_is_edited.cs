using OnPremLlm.Scribe.Notes;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Scribe.Tests.Notes;

public class A_note_that_is_edited
{
    readonly NoteDraft _draft = Draft(
        Section("history", Supported("1", "cough for three weeks")),
        Section("plan", Supported("2", "chest x-ray"), new NoteStatement { Id = "3", Text = "azithromycin 500 mg", Quote = "", Evidence = [], Verdict = Verdict.NotSupported, Reasons = ["no number"] }));

    [Fact]
    public void An_unchanged_statement_keeps_its_evidence_and_spaces_do_not_count_as_change()
    {
        var edited = Apply(new EditedSection { Id = "plan", Statements = [new() { Id = "2", Text = "  chest x-ray \n" }] });
        Assert.Equal(_draft.Sections[1].Statements[0], edited.Sections[1].Statements.Single());
    }

    [Fact]
    public void A_changed_statement_is_the_clinicians_own_and_loses_evidence_and_quotation()
    {
        var edited = Apply(new EditedSection { Id = "plan", Statements = [new() { Id = "2", Text = "chest x-ray today" }] }).Sections[1].Statements.Single();
        Assert.Equal(("2", Verdict.ClinicianWritten, ""), (edited.Id, edited.Verdict, edited.Quote));
        Assert.Empty(edited.Evidence);
    }

    [Fact]
    public void A_new_statement_gets_an_id_that_no_other_has()
    {
        var once = Apply(new EditedSection { Id = "plan", Statements = [new() { Text = "rest" }, new() { Id = "made up", Text = "fluids" }] });
        var twice = NoteEditing.Apply(once, _draft, [new EditedSection { Id = "history", Statements = [new() { Text = "smoker" }] }]);
        var ids = twice.Sections.SelectMany(section => section.Statements).Select(statement => statement.Id).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.DoesNotContain("made up", ids);
    }

    [Fact]
    public void What_was_deleted_or_changed_and_comes_back_as_the_model_wrote_it_has_its_verdict_again()
    {
        var deleted = Apply(new EditedSection { Id = "plan", Statements = [new() { Id = "2", Text = "chest x-ray today" }] });
        var undone = NoteEditing.Apply(deleted, _draft, [new EditedSection { Id = "plan", Statements = [new() { Id = "2", Text = "chest x-ray" }, new() { Id = "3", Text = "azithromycin 500 mg" }] }]);

        Assert.Equal(_draft.Sections[1].Statements, undone.Sections[1].Statements); // the unsupported one is unsupported again
    }

    [Fact]
    public void A_statement_of_the_clinician_that_comes_back_is_not_taken_for_a_newer_one()
    {
        var once = Apply(new EditedSection { Id = "plan", Statements = [new() { Text = "rest" }] });
        var rest = once.Sections[1].Statements.Single();
        var twice = NoteEditing.Apply(once, _draft, [new EditedSection { Id = "plan", Statements = [new() { Text = "fluids" }] }]);
        var both = NoteEditing.Apply(twice, _draft, [new EditedSection { Id = "plan", Statements = [new() { Id = rest.Id, Text = rest.Text }, new() { Id = twice.Sections[1].Statements.Single().Id, Text = "fluids" }] }]);

        Assert.Equal(["rest", "fluids"], both.Sections[1].Statements.Select(statement => statement.Text));
        Assert.Equal(2, both.Sections[1].Statements.Select(statement => statement.Id).Distinct().Count());
    }

    [Fact]
    public void Evidence_cannot_be_borrowed_from_another_section()
    {
        var moved = Apply(new EditedSection { Id = "plan", Statements = [new() { Id = "1", Text = "cough for three weeks" }] }).Sections[1].Statements.Single();
        Assert.Equal(Verdict.ClinicianWritten, moved.Verdict);
        Assert.Empty(moved.Evidence);
    }

    [Fact]
    public void Statements_can_be_deleted_and_put_in_another_order_and_other_sections_stay()
    {
        var edited = Apply(new EditedSection { Id = "plan", Statements = [new() { Id = "3", Text = "azithromycin 500 mg" }, new() { Id = "2", Text = "chest x-ray" }] });
        Assert.Equal(["3", "2"], edited.Sections[1].Statements.Select(statement => statement.Id));
        Assert.Same(_draft.Sections[0], edited.Sections[0]);
        Assert.Empty(Apply(new EditedSection { Id = "plan", Statements = [] }).Sections[1].Statements);
    }

    public static TheoryData<string, EditedSection?[]> Refused => new()
    {
        { "null", [null] },
        { "null", [new() { Id = "plan", Statements = null! }] },
        { "null", [new() { Id = "plan", Statements = [null!] }] },
        { "no section", [new() { Id = "appendix", Statements = [] }] },
        { "1 to 2000", [new() { Id = "plan", Statements = [new() { Text = " " }] }] },
        { "1 to 2000", [new() { Id = "plan", Statements = [new() { Text = null! }] }] },
        { "1 to 2000", [new() { Id = "plan", Statements = [new() { Text = new string('x', 2001) }] }] },
        { "at most 100", [new() { Id = "plan", Statements = [.. Enumerable.Range(0, 101).Select(i => new EditedStatement { Text = $"{i}" })] }] },
        { "named twice", [new() { Id = "plan", Statements = [] }, new() { Id = "plan", Statements = [] }] },
        { "line breaks", [new() { Id = "plan", Statements = [new() { Text = "rest\nASSESSMENT" }] }] },
        { "line breaks", [new() { Id = "plan", Statements = [new() { Text = "rest\u2028ASSESSMENT" }] }] },
        { "line breaks", [new() { Id = "plan", Statements = [new() { Text = "50 mg \u202Egm 5" }] }] },
        { "1 to 2000", [new() { Id = "plan", Statements = [new() { Text = "\u200B\u200B" }] }] },
        { "twice", [new() { Id = "plan", Statements = [new() { Id = "2", Text = "chest x-ray" }, new() { Id = "2", Text = "chest x-ray" }] }] },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_cannot_be_stored_is_refused_with_the_limit(string says, EditedSection?[] edits)
    {
        var refusal = Assert.Throws<ScribeException>(() => NoteEditing.Apply(_draft, _draft, edits!));
        Assert.Equal(HubErrors.Invalid, refusal.Code);
        Assert.Contains(says, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Signing_needs_a_word_for_what_has_no_support_and_only_for_that()
    {
        Assert.Equal(HubErrors.AttestationMissing, Assert.Throws<ScribeException>(() => NoteEditing.CheckSignable(_draft, attested: false)).Code);
        NoteEditing.CheckSignable(_draft, attested: true);
        NoteEditing.CheckSignable(Apply(new EditedSection { Id = "plan", Statements = [new() { Id = "3", Text = "azithromycin 250 mg" }] }), attested: false);
    }

    [Fact]
    public void The_signed_note_quotes_nothing()
    {
        var at = DateTimeOffset.UnixEpoch;
        var note = NoteEditing.Sign(_draft, "Dr. Test", at, "commitment");
        Assert.All(note.Sections.SelectMany(section => section.Statements), statement => Assert.Empty(statement.Quote));
        Assert.Equal(("Dr. Test", at, "commitment"), (note.SignedBy, note.SignedAt, note.TranscriptCommitment));
    }

    NoteDraft Apply(EditedSection edit) => NoteEditing.Apply(_draft, _draft, [edit]);

    static NoteDraft Draft(params NoteSection[] sections) => new()
    {
        Version = 1,
        Sections = sections,
        ModelId = "model",
        ModelSha256 = "00",
        Demonstration = true,
        ConsentSentence = "",
    };

    static NoteSection Section(string id, params NoteStatement[] statements) => new() { Id = id, Group = "Plan", Heading = id, Statements = statements };

    static NoteStatement Supported(string id, string text) => new() { Id = id, Text = text, Quote = text, Evidence = ["s1"], Verdict = Verdict.Supported, Reasons = [] };
}
