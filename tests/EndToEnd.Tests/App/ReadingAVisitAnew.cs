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
