using OnPremLlm.EndToEnd.Tests.Rehearsal;
using OnPremLlm.Scribe.App.Visit;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.EndToEnd.Tests.App;

public class ReadingAVisitAnew
{
    [Fact]
    public void An_answer_that_comes_late_does_not_take_the_page_back()
    {
        var model = new VisitModel();
        model.Load(Detail(VisitState.Review, lastEvent: 12));
        model.Load(Detail(VisitState.Drafting, lastEvent: 9));

        Assert.Equal(VisitState.Review, model.State);
        Assert.Equal(12, model.LastEvent);
    }

    [Fact]
    public void A_newer_answer_is_shown()
    {
        var model = new VisitModel();
        model.Load(Detail(VisitState.Drafting, lastEvent: 9));
        model.Load(Detail(VisitState.Review, lastEvent: 12));

        Assert.Equal(VisitState.Review, model.State);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(0)] // both were purged and the Host was restarted: what carried the numbers is gone
    public void What_was_purged_goes_whatever_the_event_number_says(long lastEvent)
    {
        var model = new VisitModel();
        model.Load(Detail(VisitState.Review, lastEvent: 40) with { Transcript = RehearsalScript.Segments, Draft = RehearsalScript.Draft });
        model.Apply(Partial());
        Assert.NotEmpty(model.Segments);
        Assert.NotNull(model.Editor.Draft);
        model.Load(Purged(VisitState.Review, lastEvent));

        Assert.Empty(model.Segments);
        Assert.Empty(model.Partials);
        Assert.Null(model.Editor.Draft);
        Assert.Empty(model.Editor.Statements);
        Assert.Equal(lastEvent, model.ResumeAfter);
    }

    [Fact]
    public void What_was_changed_and_not_saved_goes_with_the_purged_draft()
    {
        var model = new VisitModel();
        model.Load(Detail(VisitState.Review, lastEvent: 40) with { Draft = RehearsalScript.Draft });
        model.Editor.Change(model.Editor.Sections[0].Statements[0], "Mine.");
        var save = model.Editor.BeginSave();
        model.Load(Purged(VisitState.Review, lastEvent: 0));
        save.Complete(RehearsalScript.Draft);

        Assert.Null(model.Editor.Draft);
        Assert.False(model.Editor.HasUnsaved);
        Assert.False(model.Editor.CanUndo);
    }

    [Fact]
    public void An_answer_from_before_the_purge_brings_nothing_back()
    {
        var before = Detail(VisitState.Signed, lastEvent: 40) with { Transcript = RehearsalScript.Segments, Note = RehearsalScript.Draft };
        var model = new VisitModel();
        model.Load(before);
        Assert.True(model.Apply(new VisitEvent { Sequence = 0, Type = VisitEventType.Purged, At = DateTimeOffset.UnixEpoch, Purged = RecordKind.Transcript }));
        Assert.Empty(model.Segments);
        model.Load(before with { LastEvent = 41 });
        model.Apply(Partial());
        model.Apply(new VisitEvent { Sequence = 41, Type = VisitEventType.FinalSegment, At = DateTimeOffset.UnixEpoch, Segment = RehearsalScript.Segments[0] });

        Assert.Empty(model.Segments);
        Assert.Empty(model.Partials);
        Assert.Empty(model.Detail!.Transcript);
        Assert.NotNull(model.Note);

        model.Load(Purged(VisitState.Signed, lastEvent: 0));
        model.Load(before);
        Assert.Equal(0, model.LastEvent);
        Assert.NotNull(model.Record(RecordKind.Transcript)?.PurgedAt);
    }

    static VisitEvent Partial() => new()
    {
        Sequence = 0,
        Type = VisitEventType.PartialTranscript,
        At = DateTimeOffset.UnixEpoch,
        Partial = new PartialTranscript { Speaker = Speaker.Patient, StartMs = 0, Text = "and then I" },
    };

    static VisitDetail Purged(VisitState state, long lastEvent) => Detail(state, lastEvent) with
    {
        Records = [.. new[] { RecordKind.Transcript, RecordKind.Draft }.Select(kind => new RecordStatus { Kind = kind, OnHold = false, PurgedAt = DateTimeOffset.UnixEpoch })],
    };

    static VisitDetail Detail(VisitState state, long lastEvent) => new()
    {
        Summary = new() { Id = Guid.NewGuid(), State = state, CreatedAt = DateTimeOffset.UnixEpoch, Clinician = "Dr. Test", RecordedMs = 0 },
        Channels = 1,
        NextFrame = 0,
        Transcript = [],
        Records = [],
        LastEvent = lastEvent,
    };
}
