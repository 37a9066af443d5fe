using Microsoft.AspNetCore.SignalR.Client;
using OnPremLlm.EndToEnd.Tests.Rehearsal;
using OnPremLlm.Scribe.App.Visit.Capture;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.EndToEnd.Tests;

/// <summary>kill -9 of the Host while frames arrive, and again while it recognises speech: the visit goes on as if nothing had happened.</summary>
public sealed class KilledInMidRecording(RealHost host) : IClassFixture<RealHost>, IDisposable
{
    readonly WavRecording recording = WavRecording.Read(File.ReadAllBytes(DemonstrationRecording.Path));
    ApiClient clinician = null!; // set when the test begins

    [Fact]
    public async Task No_acknowledged_frame_is_missing_and_the_visit_ends_with_its_draft()
    {
        var seed = Random.Shared.Next();
        var killAfter = new Random(seed).Next(1, recording.FrameCount / 2);
        clinician = await ApiClient.SignInAsync(host, "Clinician");
        var visit = (await clinician.PostAsync<VisitDetail>("api/visits")).Summary.Id;
        await clinician.PostAsync($"api/visits/{visit}/consent", new ConsentRequest { Mode = ConsentMode.Explicit });

        var audio = new AudioUploader(0);
        var acknowledged = await UploadUntilKilledAsync(visit, audio, killAfter);
        await host.RestartAsync();

        var next = (await clinician.VisitAsync(visit)).NextFrame;
        Assert.True(next > acknowledged, $"Frames through {acknowledged} were acknowledged, but the Host asks for {next} (seed {seed}).");
        await UploadTheRestAsync(visit, audio, next);
        await clinician.PostAsync($"api/visits/{visit}/stop", new StopRequest { LastFrame = audio.LastFrame });
        await clinician.FirstAsync(visit, e => e.Type is VisitEventType.FinalSegment);
        await host.KillAsync();
        await host.RestartAsync();
        await clinician.FirstAsync(visit, e => e.Type is VisitEventType.StateChanged && e.State is VisitState.Review);

        AssertHeardOnce(await clinician.VisitAsync(visit));
        await host.KillAsync();
        var stored = await host.StoredFramesAsync(clinician.Who.TenantId!.Value, visit); // a clinician has a tenant
        Assert.Equal(Enumerable.Range(0, recording.FrameCount).Select(i => (long)i), stored.Select(frame => frame.Sequence));
        Assert.All(stored, frame => Assert.True(frame.Content.Span.SequenceEqual(recording.Frame((int)frame.Sequence)), $"Frame {frame.Sequence} is not what was sent (seed {seed})."));
    }

    public void Dispose() => clinician?.Dispose();

    // The second half of the recording is "spoken" only after the kill, so that there is always something left to send.
    async Task<long> UploadUntilKilledAsync(Guid visit, AudioUploader audio, int killAfter)
    {
        await using var hub = await clinician.ConnectAsync();
        var acknowledged = -1L;
        var kill = new TaskCompletionSource();
        hub.On<Guid, long>(VisitHub.AudioAcknowledged, (_, through) =>
        {
            Interlocked.Exchange(ref acknowledged, through);
            if (through >= killAfter)
            {
                kill.TrySetResult();
            }
        });
        var uploading = hub.InvokeAsync(VisitHub.UploadAudio, visit, recording.Channels, audio.FramesFromAsync(0, default));
        Speak(audio, 0, recording.FrameCount / 2);
        await kill.Task;
        await host.KillAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => uploading);
        return Interlocked.Read(ref acknowledged);
    }

    async Task UploadTheRestAsync(Guid visit, AudioUploader audio, long next)
    {
        await using var hub = await clinician.ConnectAsync();
        Speak(audio, recording.FrameCount / 2, recording.FrameCount);
        audio.Finish();
        await hub.InvokeAsync(VisitHub.UploadAudio, visit, recording.Channels, audio.FramesFromAsync(next, default));
    }

    void Speak(AudioUploader audio, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            audio.Add(recording.Frame(i));
        }
    }

    static void AssertHeardOnce(VisitDetail visit)
    {
        Assert.Contains(visit.Transcript, segment => segment.Text.Contains("metformin", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(visit.Transcript.Count, visit.Transcript.Select(segment => segment.Id).Distinct().Count());
        foreach (var speaker in visit.Transcript.GroupBy(segment => segment.Speaker))
        {
            var ends = speaker.Select(segment => segment.EndMs).Prepend(0);
            Assert.All(speaker.Zip(ends), pair => Assert.True(pair.First.StartMs >= pair.Second, $"{speaker.Key} is heard twice at {pair.First.StartMs} ms."));
        }
    }
}
