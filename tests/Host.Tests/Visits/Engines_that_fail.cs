using OnPremLlm.Host.Tests.Support;
using OnPremLlm.Inference;
using OnPremLlm.Scribe.Protocol;
using OnPremLlm.TestSupport.Workers;

namespace OnPremLlm.Host.Tests.Visits;

[Collection(OneHost.Name)]
public sealed class Engines_that_fail(ScribeHost host)
{
    const string Said = "zebrafish headache";

    [Fact]
    public async Task A_draft_that_failed_says_so_without_clinical_text_and_is_made_when_asked_for_again()
    {
        var visit = await host.Clinician.BeginAsync();
        host.Engines.FailDraft(visit, new InferenceException(InferenceFailure.WorkerDied, "The language worker ended."));
        Visitor.Succeeded(await host.Clinician.PostAsync($"api/visits/{visit}/transcript", new WrittenTranscript { Turns = [new WrittenTurn { Speaker = Speaker.Patient, Text = Said }] }));

        var failed = await host.Clinician.StateAsync(visit, VisitState.DraftFailed, VisitState.Review);

        Assert.Equal(VisitState.DraftFailed, failed.State);
        Assert.Contains("ask for the draft again", failed.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("zebrafish", failed.Problem, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(Said, Assert.Single((await host.Clinician.VisitAsync(visit)).Transcript).Text);
        Visitor.Succeeded(await host.Clinician.PostAsync($"api/visits/{visit}/draft"));
        await host.Clinician.StateAsync(visit, VisitState.Review);
        var detail = await host.Clinician.VisitAsync(visit);
        Assert.NotNull(detail.Draft);
        Assert.Null(detail.Problem);
    }

    [Fact]
    public async Task A_recognizer_that_dies_in_the_middle_loses_nothing_and_repeats_nothing()
    {
        var visit = await host.Clinician.BeginAsync();
        string[] said = ["alpha", "bravo", "charlie", "delta"];
        host.Engines.Hear(visit, [.. said.Select((word, n) => new ScriptedUtterance(n * 400, (n * 400) + 300, $"my {word} aches"))]);
        host.Engines.DieAfterUtterance(visit, times: 2);

        await host.Clinician.RecordAsync(visit, new byte[8 * AudioFrame.BytesPerChannel]);
        await host.Clinician.StateAsync(visit, VisitState.Review, VisitState.NothingRecognised);

        var transcript = (await host.Clinician.VisitAsync(visit)).Transcript;
        Assert.Equal(said.Length, transcript.Count);
        Assert.All(said.Zip(transcript), pair => Assert.Contains(pair.First, pair.Second.Text, StringComparison.OrdinalIgnoreCase));
    }
}
