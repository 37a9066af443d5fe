using System.Net;
using Microsoft.Extensions.DependencyInjection;
using OnPremLlm.Host.Tests.Support;
using OnPremLlm.Inference;
using OnPremLlm.Scribe.Protocol;
using OnPremLlm.Scribe.Transcription;
using OnPremLlm.Scribe.Visits;
using OnPremLlm.Tenancy;

namespace OnPremLlm.Host.Tests.Visits;

/// <summary>A client whose answer was lost asks again, also after the Host restarted in between.</summary>
[Collection(OneHost.Name)]
public sealed class Calls_that_come_twice(ScribeHost host)
{
    static readonly WrittenTurn[] _turns = [new() { Speaker = Speaker.Clinician, Text = "What is it?" }, new() { Speaker = Speaker.Patient, Text = "My head aches." }];

    [Fact]
    public async Task Stopping_again_after_a_restart_neither_transcribes_nor_drafts_anew()
    {
        var visit = await host.Clinician.BeginAsync();
        host.Engines.Hear(visit, new TestSupport.Workers.ScriptedUtterance(0, 300, "my head aches"));
        await host.Clinician.RecordAsync(visit, new byte[3 * AudioFrame.BytesPerChannel]);
        await host.Clinician.StateAsync(visit, VisitState.Review);
        var before = await host.Clinician.VisitAsync(visit);
        Forget(visit);

        Visitor.Succeeded(await host.Clinician.PostAsync($"api/visits/{visit}/stop", new StopRequest { LastFrame = 2 }));

        Assert.Null(Session(visit).Transcription);
        Assert.Null(Session(visit).Drafting);
        var after = await host.Clinician.VisitAsync(visit);
        Assert.Equal((before.Summary.State, before.LastEvent, before.Draft?.Version), (after.Summary.State, after.LastEvent, after.Draft?.Version));
    }

    [Fact]
    public async Task A_transcript_stored_before_its_call_was_cut_off_is_taken_once()
    {
        var visit = await host.Clinician.BeginAsync();
        await Segments.PublishAsync(Session(visit), _turns, CancellationToken.None);

        var other = await host.Clinician.PostAsync($"api/visits/{visit}/transcript", new WrittenTranscript { Turns = [_turns[1]] });
        Visitor.Succeeded(await host.Clinician.PostAsync($"api/visits/{visit}/transcript", new WrittenTranscript { Turns = _turns }));

        Assert.Equal((HttpStatusCode.BadRequest, HubErrors.Invalid), (other.Status, other.Code));
        await host.Clinician.StateAsync(visit, VisitState.Review);
        Assert.Equal(["What is it?", "My head aches."], (await host.Clinician.VisitAsync(visit)).Transcript.Select(s => s.Text));
    }

    [Fact]
    public async Task A_draft_saved_before_its_call_was_cut_off_is_not_the_visit_s()
    {
        var visit = await WrittenAsync();
        var draft = (await host.Clinician.VisitAsync(visit)).Draft!; // in review there is one
        await host.Services.GetRequiredService<Scribe.Notes.NoteStore>().SaveDraftAsync(host.North.Id, new EncounterId(visit), draft with { Version = draft.Version + 1, ConsentSentence = "cut off" }, default);

        Assert.Equal(draft.Version, (await host.Clinician.VisitAsync(visit)).Draft?.Version);
        var saved = await host.Clinician.SendAsync(HttpMethod.Put, $"api/visits/{visit}/draft", new SaveDraftRequest { Version = draft.Version, Sections = [] });

        Visitor.Succeeded(saved);
        Assert.DoesNotContain("cut off", saved.Body, StringComparison.Ordinal);
        await host.Clinician.SignAsync(visit);
        Assert.DoesNotContain("cut off", (await host.Clinician.VisitAsync(visit)).Note!.ConsentSentence, StringComparison.Ordinal); // it is signed
    }

    [Fact]
    public async Task A_signature_counts_although_the_model_s_session_cannot_be_closed()
    {
        var visit = await WrittenAsync();
        host.Engines.LanguageModel.CloseFailure = new InferenceException(InferenceFailure.WorkerDied, "The worker ended.");
        try
        {
            await host.Clinician.SignAsync(visit);
        }
        finally
        {
            host.Engines.LanguageModel.CloseFailure = null;
        }

        Assert.Equal(VisitState.Signed, (await host.Clinician.VisitAsync(visit)).Summary.State);
    }

    [Fact]
    public async Task Visits_that_nobody_uses_are_forgotten_and_found_again()
    {
        var visit = await WrittenAsync();

        Forget(visit);

        Assert.Equal(2, (await host.Clinician.VisitAsync(visit)).Transcript.Count);
    }

    async Task<Guid> WrittenAsync()
    {
        var visit = await host.Clinician.BeginAsync();
        Visitor.Succeeded(await host.Clinician.PostAsync($"api/visits/{visit}/transcript", new WrittenTranscript { Turns = _turns }));
        await host.Clinician.StateAsync(visit, VisitState.Review);
        return visit;
    }

    // As a restart does. The hub ends a subscription, and a draft its work, a moment after the client heard of it.
    void Forget(Guid visit) => Assert.True(SpinWait.SpinUntil(
        () =>
        {
            Sessions.ForgetIdle(TimeSpan.Zero);
            return !Sessions.Holds(host.North.Id, new EncounterId(visit));
        },
        TimeSpan.FromSeconds(60)), "The visit stays busy.");

    VisitSessions Sessions => host.Services.GetRequiredService<VisitSessions>();

    VisitSession Session(Guid visit) => Sessions.Get(host.North.Id, new EncounterId(visit));
}
