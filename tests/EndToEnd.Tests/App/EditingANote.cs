using OnPremLlm.EndToEnd.Tests.Rehearsal;
using OnPremLlm.Scribe.App.Visit.Note;
using OnPremLlm.Scribe.App.Visit.Transcript;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.EndToEnd.Tests.App;

public class EditingANote
{
    readonly NoteEditor editor = new();

    public EditingANote() => editor.Load(RehearsalScript.Draft);

    [Fact]
    public void What_was_typed_while_a_save_was_on_its_way_stays_and_is_saved_next()
    {
        var first = editor.Sections[0].Statements[0];
        editor.Change(first, "Headache for 4 days.");
        var save = editor.BeginSave();
        editor.Change(first, "Headache for 5 days.");
        save.Complete(RehearsalScript.Edited(RehearsalScript.Draft, save.Request));

        Assert.Equal("Headache for 5 days.", first.Text);
        Assert.True(editor.HasUnsaved);
        Assert.Equal(2, editor.BeginSave().Request.Version);
    }

    [Fact]
    public void A_deleted_statement_comes_back_to_its_place_as_itself_also_when_the_deletion_was_saved()
    {
        var history = editor.Sections[1];
        var first = history.Statements[0];
        var (id, verdict) = (first.Id, first.Verdict);
        editor.Delete(first);
        var save = editor.BeginSave();
        save.Complete(RehearsalScript.Edited(RehearsalScript.Draft, save.Request));
        editor.Undo();
        var again = editor.BeginSave();

        Assert.Same(first, history.Statements[0]);
        Assert.True(editor.HasUnsaved);
        Assert.Equal(2, again.Request.Sections[1].Statements.Count);
        Assert.Equal(id, again.Request.Sections[1].Statements[0].Id); // by which the Host knows what it rests on
        Assert.Equal(verdict, first.Verdict);
    }

    [Fact]
    public void A_new_statement_gets_its_id_from_the_server_and_keeps_its_row()
    {
        var added = editor.Add(editor.Sections[0], null, "Second complaint.");
        var key = added.Key;
        var save = editor.BeginSave();
        save.Complete(RehearsalScript.Edited(RehearsalScript.Draft, save.Request));
        Assert.NotNull(added.Id);
        Assert.Equal(key, added.Key);
        Assert.False(editor.HasUnsaved);
    }

    [Fact]
    public void Going_on_with_this_page_after_a_conflict_saves_over_the_newer_version()
    {
        editor.Change(editor.Sections[0].Statements[0], "Mine.");
        editor.KeepMineOver(RehearsalScript.Draft with { Version = 7 });
        var request = editor.BeginSave().Request;
        Assert.Equal(7, request.Version);
        Assert.Equal("Mine.", request.Sections[0].Statements[0].Text);
    }

    [Fact]
    public void A_quote_is_marked_inside_its_segment_and_doubtful_words_stay_apart()
    {
        var pieces = SegmentPieces.Of(RehearsalScript.Segments[5], "50 milligrams once daily");
        Assert.Equal("50 milligrams once daily", Assert.Single(pieces, p => p.Quoted).Text);
        Assert.Equal("Metoprolol", Assert.Single(pieces, p => p.Doubtful).Text);
        Assert.Equal("15", Assert.Single(pieces, p => p.Retracted).Text);
        Assert.Equal(RehearsalScript.Segments[5].Text, string.Concat(pieces.Select(p => p.Text)));
    }

    [Fact]
    public void The_note_as_text_names_its_groups_and_the_consent()
    {
        var text = NoteText.Of(RehearsalScript.Draft, TimeZoneInfo.Utc);
        Assert.Contains("SUBJECTIVE\nChief complaint: Headache for 3 days.", text, StringComparison.Ordinal);
        Assert.Contains(RehearsalScript.Draft.ConsentSentence, text, StringComparison.Ordinal);
        Assert.Contains("not for clinical use", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Orders", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_note_as_text_says_who_signed_and_who_vouches_for_what_the_transcript_does_not_say()
    {
        var text = NoteText.Of(RehearsalScript.Draft with { SignedBy = "Dr Ada North", SignedAt = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero) }, TimeZoneInfo.CreateCustomTimeZone("t", TimeSpan.FromHours(2), null, null));
        Assert.Contains("Signed by Dr Ada North, 2026-03-01 14:00 +02:00.", text, StringComparison.Ordinal);
        Assert.Contains("Pupils equal and reactive. [not in the transcript; vouched for by Dr Ada North]", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_section_that_was_cut_is_said_to_be_in_the_text_also_when_it_is_empty()
    {
        var text = NoteText.Of(RehearsalScript.CutDraft, TimeZoneInfo.Utc);
        Assert.Contains("otherwise in 4 weeks.\n[The model stopped here before the section was complete.", text, StringComparison.Ordinal);
        Assert.Contains("Orders: \n[The model stopped here", text, StringComparison.Ordinal);
        Assert.Equal(3, text.Split(NoteText.CutWarning).Length);
    }

    [Fact]
    public void A_section_stays_cut_when_it_is_edited_and_saved()
    {
        editor.Load(RehearsalScript.CutDraft);
        var plan = editor.Sections[^2];
        editor.Change(plan.Statements[0], "Start sumatriptan.");
        var save = editor.BeginSave();
        save.Complete(RehearsalScript.Edited(RehearsalScript.CutDraft, save.Request));
        Assert.True(plan.Truncated);
    }

    [Fact]
    public void No_verdict_is_called_verified() =>
        Assert.All(Enum.GetValues<Verdict>(), verdict => Assert.DoesNotContain("verified", VerdictText.Label(verdict), StringComparison.OrdinalIgnoreCase));
}
