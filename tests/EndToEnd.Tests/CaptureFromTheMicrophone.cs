using System.Buffers.Binary;
using Microsoft.Playwright;
using OnPremLlm.EndToEnd.Tests.Rehearsal;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.EndToEnd.Tests;

/// <summary>A real browser with a fake microphone against the scripted peer, which fails in ways the Host does not.</summary>
public class CaptureFromTheMicrophone
{
    [Fact]
    public async Task Left_and_right_arrive_as_two_channels()
    {
        await using var host = await RehearsalHost.StartAsync();
        await using var browser = await HearingAsync(host, DemonstrationRecording.Tones);
        var (page, visit) = await RecordAsync(host, browser);

        await visit.WhenAsync(v => v.Detail.NextFrame >= 10);
        await StopAsync(page);

        Assert.Equal(2, visit.Detail.Channels);
        Assert.True(Energy(visit.Sound, channel: 0, 300) > 100 * Energy(visit.Sound, channel: 0, 1100), "The left channel also carries the right one's tone.");
        Assert.True(Energy(visit.Sound, channel: 1, 1100) > 100 * Energy(visit.Sound, channel: 1, 300), "The right channel also carries the left one's tone.");
    }

    [Fact]
    public async Task A_dropped_connection_loses_no_frame_and_sends_none_twice()
    {
        await using var host = await RehearsalHost.StartAsync();
        await using var browser = await HearingAsync(host, DemonstrationRecording.Tones);
        var (page, visit) = await RecordAsync(host, browser);
        await visit.WhenAsync(v => v.Detail.NextFrame >= 5);

        host.Visits.WithholdAcknowledgements = true;
        await page.GetByText("s waiting").First.WaitForAsync();
        host.Visits.WithholdAcknowledgements = false;
        host.Visits.DropUpload();
        var before = visit.Detail.NextFrame;

        await visit.WhenAsync(v => v.Detail.NextFrame >= before + 10);
        await page.GetByText("All sound is stored").WaitForAsync();
        await StopAsync(page);
        AssertOneRecording(visit);
    }

    [Fact]
    public async Task Another_microphone_goes_on_with_the_same_recording()
    {
        await using var host = await RehearsalHost.StartAsync();
        await using var browser = await HearingAsync(host, DemonstrationRecording.Tones);
        var (page, visit) = await RecordAsync(host, browser);
        for (var microphones = 0; microphones < 3; microphones++)
        {
            await NextFramesAsync(visit);
            await page.EvaluateAsync("() => openedTracks.at(-1).dispatchEvent(new Event('ended'))");
            await page.GetByText("The microphone is gone").WaitForAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Go on recording" }).ClickAsync();
            await page.GetByText("The microphone is gone").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        }

        await NextFramesAsync(visit);
        await StopAsync(page);
        AssertOneRecording(visit);
        Assert.Equal(4, await page.EvaluateAsync<int>("() => openedTracks.length"));
    }

    [Fact]
    public async Task A_microphone_that_cannot_be_replaced_stays_told()
    {
        await using var host = await RehearsalHost.StartAsync();
        await using var browser = await HearingAsync(host, DemonstrationRecording.Tones);
        var (page, visit) = await RecordAsync(host, browser);
        await NextFramesAsync(visit);
        await page.EvaluateAsync("() => { refuseMicrophone = true; openedTracks.at(-1).dispatchEvent(new Event('ended')); }");
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on recording" }).ClickAsync();
        await page.GetByText("No microphone was found.").WaitForAsync();
        await page.EvaluateAsync("() => { refuseMicrophone = false; }");
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on recording" }).ClickAsync();

        await NextFramesAsync(visit);
        await StopAsync(page);
        AssertOneRecording(visit);
    }

    [Fact]
    public async Task A_visit_that_is_stopped_from_another_page_is_not_recorded_here_any_more()
    {
        await using var host = await RehearsalHost.StartAsync();
        await using var browser = await HearingAsync(host, DemonstrationRecording.Tones);
        var (page, visit) = await RecordAsync(host, browser);
        await NextFramesAsync(visit);

        visit.StopFromElsewhere();

        await page.GetByText("stopped from another page").WaitForAsync();
        await page.Locator(".rec-bar").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        Assert.True(await page.EvaluateAsync<bool>("() => openedTracks.every(track => track.readyState === 'ended')"), "The microphone is still open.");
    }

    [Fact]
    public async Task A_silent_channel_is_told_while_the_microphone_is_only_being_checked()
    {
        await using var host = await RehearsalHost.StartAsync();
        await using var browser = await HearingAsync(host, DemonstrationRecording.WriteTones("onpremllm-left-checked.wav", rightVolume: 0, seconds: 60));
        host.Visits.SignedIn = RehearsalVisits.Clinician;
        var visit = host.Visits.Add(VisitState.Ready);
        var page = await browser.OpenAsync();
        await page.GotoAsync($"/visits/{visit.Detail.Summary.Id}");

        await page.GetByRole(AriaRole.Button, new() { Name = "Check the microphone first" }).ClickAsync();

        await page.GetByText("No signal on the patient's channel (right) for 10 s.").WaitForAsync();
        Assert.Empty(visit.Sound);
    }

    [Fact]
    public async Task A_page_that_was_left_can_go_on_with_the_recording()
    {
        await using var host = await RehearsalHost.StartAsync();
        await using var browser = await HearingAsync(host, DemonstrationRecording.Tones);
        var (page, visit) = await RecordAsync(host, browser);
        page.Dialog += (_, dialog) => dialog.AcceptAsync();
        for (var times = 0; times < 3; times++)
        {
            await NextFramesAsync(visit);
            await page.GetByRole(AriaRole.Link, new() { Name = "← Visits" }).ClickAsync();
            await page.Locator("a.visit-row").ClickAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Go on recording" }).ClickAsync();
            await page.Locator(".rec-bar").WaitForAsync();
        }

        await NextFramesAsync(visit);
        await StopAsync(page);
        AssertOneRecording(visit);
    }

    [Theory]
    [InlineData("AudioContext.prototype.createMediaStreamSource = () => { throw new DOMException('', 'NotSupportedError'); }")] // as Firefox
    [InlineData("Object.defineProperty(AudioContext.prototype, 'sampleRate', { value: 48000 })")]
    public async Task A_browser_that_cannot_record_at_16_kHz_is_told_and_lets_the_microphone_go(string shortcoming)
    {
        await using var host = await RehearsalHost.StartAsync();
        await using var browser = await HearingAsync(host, DemonstrationRecording.Tones);
        var (page, visit) = await OpenAsync(host, browser);
        await page.EvaluateAsync($"() => {{ {shortcoming}; }}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Start recording" }).ClickAsync();

        await page.GetByText("This browser cannot record at 16 kHz. Use Chrome or Edge.").First.WaitForAsync();
        Assert.True(await page.EvaluateAsync<bool>("() => openedTracks.length === 1 && openedTracks[0].readyState === 'ended'"), "The microphone is still open.");
        Assert.Equal(VisitState.Ready, visit.Detail.Summary.State);
    }

    [Fact]
    public async Task A_channel_without_signal_is_told()
    {
        await using var host = await RehearsalHost.StartAsync();
        await using var browser = await HearingAsync(host, DemonstrationRecording.WriteTones("onpremllm-left-only.wav", rightVolume: 0, seconds: 20));
        var (page, _) = await RecordAsync(host, browser);

        await page.GetByText("No signal on the patient's channel (right) for 10 s.").WaitForAsync();
    }

    /// <summary>The sound never ends, so that what a test waits for is not a matter of when it looks.</summary>
    static Task<Browser> HearingAsync(RehearsalHost host, string sound) => Browser.StartAsync(host.Address, sound, playback: Playback.Again);

    static async Task<(IPage Page, RehearsalVisit Visit)> RecordAsync(RehearsalHost host, Browser browser)
    {
        var (page, visit) = await OpenAsync(host, browser);
        await page.GetByRole(AriaRole.Button, new() { Name = "Start recording" }).ClickAsync();
        await page.Locator(".rec-bar").WaitForAsync();
        return (page, visit);
    }

    static async Task<(IPage Page, RehearsalVisit Visit)> OpenAsync(RehearsalHost host, Browser browser)
    {
        host.Visits.SignedIn = RehearsalVisits.Clinician;
        var visit = host.Visits.Add(VisitState.Ready);
        var page = await browser.OpenAsync();
        await page.AddInitScriptAsync(WatchedMicrophone);
        await page.GotoAsync($"/visits/{visit.Detail.Summary.Id}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Start recording" }).WaitForAsync();
        return (page, visit);
    }

    /// <summary>The fake microphone cannot be unplugged: the test keeps its tracks, to end them, and can let opening one fail.</summary>
    const string WatchedMicrophone = """
        globalThis.openedTracks = [];
        globalThis.refuseMicrophone = false;
        const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
        navigator.mediaDevices.getUserMedia = async (wanted) => {
          if (refuseMicrophone) throw new DOMException("", "NotFoundError");
          const stream = await open(wanted);
          openedTracks.push(...stream.getAudioTracks());
          return stream;
        };
        """;

    /// <summary>Until three frames came that were not there yet.</summary>
    static Task NextFramesAsync(RehearsalVisit visit)
    {
        var enough = visit.Detail.NextFrame + 3;
        return visit.WhenAsync(v => v.Detail.NextFrame >= enough);
    }

    static async Task StopAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();
        await page.Locator(".note").GetByText("Headache for 3 days.").WaitForAsync(); // the transcript says it too, before the stop
    }

    static void AssertOneRecording(RehearsalVisit visit)
    {
        Assert.Empty(visit.Refusals);
        Assert.Empty(visit.OutOfOrder);
        Assert.Equal(visit.LastFrameTold + 1, visit.Detail.NextFrame);
        Assert.All(visit.FrameLengths.SkipLast(1), length => Assert.Equal(AudioFrame.BytesPerChannel * 2, length));
    }

    /// <summary>Goertzel's measure of one tone in one channel of interleaved 16-bit sound.</summary>
    static double Energy(byte[] sound, int channel, double hertz)
    {
        var coefficient = 2 * Math.Cos(2 * Math.PI * hertz / 16000);
        double last = 0, before = 0;
        for (var at = channel * 2; at + 1 < sound.Length; at += 4)
        {
            var now = BinaryPrimitives.ReadInt16LittleEndian(sound.AsSpan(at)) + (coefficient * last) - before;
            (before, last) = (last, now);
        }

        return (last * last) + (before * before) - (coefficient * last * before);
    }
}
