using System.Net;
using Microsoft.Extensions.DependencyInjection;
using OnPremLlm.Host.Tests.Support;
using OnPremLlm.Scribe.Protocol;
using OnPremLlm.Scribe.Visits;
using OnPremLlm.Tenancy;
using OnPremLlm.Tenancy.Directory;
using OnPremLlm.Tenancy.Stores;
using OnPremLlm.TestSupport.Workers;

namespace OnPremLlm.Host.Tests.Visits;

/// <summary>Whatever is wrong with what a client sends, what was stored before stays stored and the visit goes on.</summary>
[Collection(OneHost.Name)]
public sealed class Input_that_is_refused(ScribeHost host)
{
    public static TheoryData<string, long, int, string> BadFrames => new()
    {
        { "a gap", 5, AudioFrame.BytesPerChannel, "frame-out-of-order: Frame 5 came where 3 was expected." },
        { "a negative number", -1, AudioFrame.BytesPerChannel, "frame-out-of-order: Frame -1 came where 3 was expected." },
        { "two bytes too many", 3, AudioFrame.BytesPerChannel + 2, "frame-too-large: Frame 3 has 6402 bytes; at most 6400" },
        { "half a sample", 3, 101, "frame-malformed: Frame 3 has 101 bytes; a multiple of 2" },
        { "nothing", 3, 0, "frame-malformed: Frame 3 has 0 bytes" },
    };

    [Theory]
    [MemberData(nameof(BadFrames))]
    public async Task A_bad_frame_is_refused_by_name_and_the_recording_goes_on(string what, long sequence, int length, string refusal)
    {
        var (visit, stored) = await ThreeFramesAsync();

        var answer = await host.Clinician.UploadAsync(visit, 1, new AudioFrame { Sequence = sequence, Pcm = new byte[length] });

        Assert.True(answer?.Contains(refusal, StringComparison.Ordinal), $"{what}: {answer}");
        await GoesOnAsync(visit, stored);
    }

    [Fact]
    public async Task Good_frames_before_a_bad_one_of_the_same_group_may_be_sent_again()
    {
        var (visit, stored) = await ThreeFramesAsync();
        var good = Frame(3, 3);

        Assert.NotNull(await host.Clinician.UploadAsync(visit, 1, good, Frame(9, 9)));
        var next = (await host.Clinician.VisitAsync(visit)).NextFrame;
        Assert.InRange(next, 3, 4);
        Assert.Null(await host.Clinician.UploadAsync(visit, 1, good));

        await GoesOnAsync(visit, [.. stored, good.Pcm]);
    }

    [Fact]
    public async Task A_frame_sent_again_is_acknowledged_again_and_the_first_one_is_kept()
    {
        var (visit, stored) = await ThreeFramesAsync();

        Assert.Null(await host.Clinician.UploadAsync(visit, 1, Frame(1, 77), Frame(2, 78)));

        await GoesOnAsync(visit, stored);
    }

    [Fact]
    public async Task A_recording_of_one_channel_does_not_go_on_with_two()
    {
        var (visit, stored) = await ThreeFramesAsync();

        Assert.Contains("channels-invalid: This recording has 1 channel(s)", await host.Clinician.UploadAsync(visit, 2, Frame(3, 3)), StringComparison.Ordinal);
        Assert.Contains("channels-invalid: 3 channels", await host.Clinician.UploadAsync(visit, 3, Frame(3, 3)), StringComparison.Ordinal);
        Assert.Contains("channels-invalid: 0 channels", await host.Clinician.UploadAsync(visit, 0, Frame(3, 3)), StringComparison.Ordinal);

        await GoesOnAsync(visit, stored);
    }

    [Fact]
    public async Task Nothing_is_recorded_before_consent()
    {
        var visit = (await host.Clinician.PostAsync<VisitDetail>("api/visits")).Summary.Id;

        Assert.Contains(HubErrors.ConsentMissing, await host.Clinician.UploadAsync(visit, 1, Frame(0, 0)), StringComparison.Ordinal);
        var transcript = await host.Clinician.PostAsync($"api/visits/{visit}/transcript", Written("My head aches."));

        Assert.Equal((HttpStatusCode.Conflict, HubErrors.ConsentMissing), (transcript.Status, transcript.Code));
        var detail = await host.Clinician.VisitAsync(visit);
        Assert.Equal((VisitState.AwaitingConsent, 0L, 0), (detail.Summary.State, detail.NextFrame, detail.Transcript.Count));
    }

    [Fact]
    public async Task Stopping_too_early_or_too_late_names_the_frames_and_stops_nothing()
    {
        var (visit, stored) = await ThreeFramesAsync();

        var late = await host.Clinician.PostAsync($"api/visits/{visit}/stop", new StopRequest { LastFrame = 6 });
        var early = await host.Clinician.PostAsync($"api/visits/{visit}/stop", new StopRequest { LastFrame = 1 });

        Assert.Equal((HttpStatusCode.Conflict, HubErrors.FramesMissing), (late.Status, late.Code));
        Assert.Contains("Frames 3 to 6", late.Body, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.BadRequest, HubErrors.Invalid), (early.Status, early.Code));
        await GoesOnAsync(visit, stored);
    }

    [Fact]
    public async Task After_the_stop_no_frame_is_taken_and_stopping_again_changes_nothing()
    {
        var (visit, stored) = await ThreeFramesAsync();
        Visitor.Succeeded(await host.Clinician.PostAsync($"api/visits/{visit}/stop", new StopRequest { LastFrame = 2 }));
        await host.Clinician.StateAsync(visit, VisitState.Review);

        Assert.Contains(HubErrors.NotRecording, await host.Clinician.UploadAsync(visit, 1, Frame(3, 3)), StringComparison.Ordinal);
        Visitor.Succeeded(await host.Clinician.PostAsync($"api/visits/{visit}/stop", new StopRequest { LastFrame = 2 }));

        Assert.Equal(VisitState.Review, (await host.Clinician.VisitAsync(visit)).Summary.State);
        Assert.Equal(stored, await StoredAsync(visit));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task A_recording_without_a_word_ends_in_nothing_recognised_without_a_draft(int frames)
    {
        var visit = await host.Clinician.BeginAsync();
        if (frames > 0)
        {
            Assert.Null(await host.Clinician.UploadAsync(visit, 1, [.. Enumerable.Range(0, frames).Select(n => Frame(n, 0))]));
        }

        Visitor.Succeeded(await host.Clinician.PostAsync($"api/visits/{visit}/stop", new StopRequest { LastFrame = frames - 1 }));
        var ended = await host.Clinician.StateAsync(visit, VisitState.NothingRecognised, VisitState.Drafting, VisitState.Review);

        Assert.Equal(VisitState.NothingRecognised, ended.State);
        Assert.Contains("No speech was recognised", ended.Problem, StringComparison.Ordinal);
        Assert.Null((await host.Clinician.VisitAsync(visit)).Draft);
    }

    [Theory]
    [InlineData("My head aches.\nDoctor: yes", "line breaks")]
    [InlineData("   ", "0 characters")]
    [InlineData(null, "2001 characters")]
    public async Task A_written_transcript_that_breaks_the_limits_is_refused_whole(string? text, string reason)
    {
        var visit = await host.Clinician.BeginAsync();
        var bad = new WrittenTurn { Speaker = Speaker.Patient, Text = text ?? new string('x', 2001) };

        var answer = await host.Clinician.PostAsync($"api/visits/{visit}/transcript", new WrittenTranscript { Turns = [new WrittenTurn { Speaker = Speaker.Patient, Text = "My head aches." }, bad] });

        Assert.Equal((HttpStatusCode.BadRequest, HubErrors.Invalid), (answer.Status, answer.Code));
        Assert.Contains("Turn 2", answer.Body, StringComparison.Ordinal);
        Assert.Contains(reason, answer.Body, StringComparison.Ordinal);
        var detail = await host.Clinician.VisitAsync(visit);
        Assert.Equal((VisitState.Ready, 0), (detail.Summary.State, detail.Transcript.Count));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("{\"turns\":null}")]
    [InlineData("{\"turns\":[null]}")]
    [InlineData("{\"turns\":[{\"speaker\":\"Nobody\",\"text\":\"x\"}]}")]
    [InlineData("{\"turns\":[{\"speaker\":7,\"text\":\"x\"}]}")]
    public async Task A_body_that_is_not_understood_is_answered_400(string body)
    {
        var visit = await host.Clinician.BeginAsync();

        var answer = await host.Clinician.PostAsync($"api/visits/{visit}/transcript", body);

        Assert.Equal((HttpStatusCode.BadRequest, HubErrors.Invalid), (answer.Status, answer.Code));
        Assert.Equal(VisitState.Ready, (await host.Clinician.VisitAsync(visit)).Summary.State);
    }

    [Fact]
    public async Task Signing_without_vouching_for_what_has_no_support_is_refused()
    {
        var visit = await ReviewAsync();

        var answer = await host.Clinician.PostAsync($"api/visits/{visit}/sign", new SignRequest { Version = 1 });

        Assert.Equal((HttpStatusCode.Conflict, HubErrors.AttestationMissing), (answer.Status, answer.Code));
        Assert.Equal(VisitState.Review, (await host.Clinician.VisitAsync(visit)).Summary.State);
        await host.Clinician.SignAsync(visit);
        Assert.Equal(VisitState.Signed, (await host.Clinician.VisitAsync(visit)).Summary.State);
    }

    [Fact]
    public async Task An_older_version_is_neither_saved_nor_signed()
    {
        var visit = await ReviewAsync();
        var edit = new EditedSection { Id = "plan", Statements = [new EditedStatement { Text = "Rest." }] };
        Visitor.Succeeded(await host.Clinician.SendAsync(HttpMethod.Put, $"api/visits/{visit}/draft", new SaveDraftRequest { Version = 1, Sections = [edit] }));

        var saved = await host.Clinician.SendAsync(HttpMethod.Put, $"api/visits/{visit}/draft", new SaveDraftRequest { Version = 1, Sections = [] });
        var signed = await host.Clinician.PostAsync($"api/visits/{visit}/sign", new SignRequest { Version = 1, AttestUnsupported = true });

        Assert.Equal((HttpStatusCode.Conflict, HubErrors.VersionConflict), (saved.Status, saved.Code));
        Assert.Equal((HttpStatusCode.Conflict, HubErrors.VersionConflict), (signed.Status, signed.Code));
        var draft = (await host.Clinician.VisitAsync(visit)).Draft;
        Assert.Equal(2, draft?.Version);
        Assert.Equal("Rest.", Assert.Single(draft!.Sections.Single(s => s.Id == "plan").Statements).Text); // just compared: there is a draft
    }

    [Fact]
    public async Task A_section_that_the_note_does_not_have_is_refused()
    {
        var visit = await ReviewAsync();

        var answer = await host.Clinician.SendAsync(HttpMethod.Put, $"api/visits/{visit}/draft", new SaveDraftRequest { Version = 1, Sections = [new EditedSection { Id = "horoscope", Statements = [] }] });

        Assert.Equal((HttpStatusCode.BadRequest, HubErrors.Invalid), (answer.Status, answer.Code));
        Assert.Equal(1, (await host.Clinician.VisitAsync(visit)).Draft?.Version);
    }

    [Fact]
    public async Task A_clinic_that_does_not_exist_is_an_error_and_not_an_empty_answer() => await Assert.ThrowsAsync<UnknownTenantException>(
        () => host.Services.GetRequiredService<VisitDirectory>().ListAsync(new TenantId(Guid.NewGuid()), new PersonId(Guid.NewGuid()), "", default));

    async Task<(Guid Visit, byte[][] Stored)> ThreeFramesAsync()
    {
        var visit = await host.Clinician.BeginAsync();
        host.Engines.Hear(visit, new ScriptedUtterance(0, 300, "my head aches"));
        AudioFrame[] frames = [Frame(0, 10), Frame(1, 11), Frame(2, 12)];
        Assert.Null(await host.Clinician.UploadAsync(visit, 1, frames));
        return (visit, [.. frames.Select(f => f.Pcm)]);
    }

    async Task GoesOnAsync(Guid visit, byte[][] stored)
    {
        Assert.Equal(stored, await StoredAsync(visit));
        var next = Frame(stored.Length, 99);
        Assert.Null(await host.Clinician.UploadAsync(visit, 1, next));
        Assert.Equal([.. stored, next.Pcm], await StoredAsync(visit));
        Assert.Equal(VisitState.Recording, (await host.Clinician.VisitAsync(visit)).Summary.State);
    }

    async Task<byte[][]> StoredAsync(Guid visit)
    {
        List<byte[]> frames = [];
        await foreach (var frame in host.Services.GetRequiredService<RecordStore>().ReadAsync(host.North.Id, new RecordAddress(new EncounterId(visit), RecordCategory.Audio, "pcm"), -1, default))
        {
            frames.Add(frame.Content.ToArray());
        }

        return [.. frames];
    }

    async Task<Guid> ReviewAsync()
    {
        var visit = await host.Clinician.BeginAsync();
        host.Engines.Write(visit, "broken ankle");
        Visitor.Succeeded(await host.Clinician.PostAsync($"api/visits/{visit}/transcript", Written("My head aches.")));
        await host.Clinician.StateAsync(visit, VisitState.Review);
        return visit;
    }

    static WrittenTranscript Written(string text) => new() { Turns = [new WrittenTurn { Speaker = Speaker.Patient, Text = text }] };

    static AudioFrame Frame(long sequence, byte content)
    {
        var pcm = new byte[AudioFrame.BytesPerChannel];
        pcm.AsSpan().Fill(content);
        return new AudioFrame { Sequence = sequence, Pcm = pcm };
    }
}
