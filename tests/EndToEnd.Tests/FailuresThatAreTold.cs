using Microsoft.Playwright;
using OnPremLlm.EndToEnd.Tests.Rehearsal;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.EndToEnd.Tests;

/// <summary>What fails while a visit is recorded, transcribed and drafted: it is said on the page in plain words, with a way on.</summary>
public class FailuresThatAreTold
{
    const string Recognition = "The recording is stored, but speech recognition stopped.";

    [Theory]
    [InlineData(VisitState.Transcribing)]
    [InlineData(VisitState.Drafting)]
    public async Task Work_that_stopped_is_told_and_tried_again(VisitState state)
    {
        await using var host = await RehearsalHost.StartAsync();
        await using var browser = await StartAsync(host);
        var visit = host.Visits.Add(state);
        var page = await OpenAsync(host, browser, visit);
        await page.GetByText(state == VisitState.Transcribing ? "The last words are being recognised" : "Reading the transcript").WaitForAsync();
        visit.FailWith(state, Recognition);

        await page.GetByText(Recognition).WaitForAsync();
        Assert.Equal(0, await page.GetByRole(AriaRole.Progressbar).CountAsync());
        await Browser.AssertAccessibleAsync(page, $"stopped in {state}");
        await page.ReloadAsync();
        await page.GetByText(Recognition).WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
        await page.Locator(".note").GetByText("Headache for 3 days.").WaitForAsync();
        Assert.Equal(0, await page.GetByText(Recognition).CountAsync());
    }

    [Fact]
    public async Task Recognition_that_stops_while_recording_is_told_until_words_come_again()
    {
        await using var host = await RehearsalHost.StartAsync();
        await using var browser = await StartAsync(host);
        var visit = host.Visits.Add(VisitState.Recording);
        var page = await OpenAsync(host, browser, visit);
        await page.GetByText("this page records nothing now").WaitForAsync();
        visit.FailWith(VisitState.Recording, Recognition);
        await page.GetByText(Recognition).WaitForAsync();
        visit.Hear("and then I");

        await page.GetByText(Recognition).WaitForAsync(new() { State = WaitForSelectorState.Hidden });
    }

    [Fact]
    public async Task Sound_that_is_refused_is_told_at_once_and_the_stop_goes_on_with_what_is_stored()
    {
        await using var host = await RehearsalHost.StartAsync();
        await using var browser = await StartAsync(host);
        var visit = host.Visits.Add(VisitState.Ready);
        var page = await OpenAsync(host, browser, visit);
        await RecordAsync(page, visit);
        visit.FrameRefusal = (HubErrors.FrameMalformed, "Frame 4 was shorter than 200 ms, so it was the last.");

        await page.GetByText("The server takes no more sound of this recording, so nothing is recorded now. Frame 4 was shorter than 200 ms, so it was the last.").WaitForAsync();
        await page.GetByText("Not recording").WaitForAsync();
        Assert.Equal(0, await page.GetByText("All sound is stored").CountAsync());
        await Browser.AssertAccessibleAsync(page, "refused sound");
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();
        await page.Locator(".note").GetByText("Headache for 3 days.").WaitForAsync();
        await page.GetByText("The last part of this recording is not stored: Frame 4 was shorter").WaitForAsync();
        Assert.Equal(visit.Detail.NextFrame - 1, visit.LastFrameTold);
    }

    [Fact]
    public async Task A_stop_that_the_server_fails_at_is_told_and_tried_again()
    {
        await using var host = await RehearsalHost.StartAsync();
        await using var browser = await StartAsync(host);
        var visit = host.Visits.Add(VisitState.Ready);
        for (var times = 0; times < 3; times++)
        {
            visit.StopFailures.Enqueue((times == 0 ? 503 : 500, "unexpected", "Something failed on the server."));
        }

        var page = await OpenAsync(host, browser, visit);
        await RecordAsync(page, visit);
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();

        await page.GetByText("the recording could not be ended yet").WaitForAsync();
        await page.Locator(".note").GetByText("Headache for 3 days.").WaitForAsync();
        Assert.Equal(visit.Detail.NextFrame - 1, visit.LastFrameTold);
    }

    [Fact]
    public async Task A_stop_that_is_refused_is_told_and_can_be_done_again()
    {
        await using var host = await RehearsalHost.StartAsync();
        await using var browser = await StartAsync(host);
        var visit = host.Visits.Add(VisitState.Ready);
        visit.StopFailures.Enqueue((409, HubErrors.FramesMissing, "Frames 3 to 5 have not arrived."));
        var page = await OpenAsync(host, browser, visit);
        await RecordAsync(page, visit);
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();

        await page.GetByText("Frames 3 to 5 have not arrived.").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop and draft the note" }).ClickAsync();
        await page.Locator(".note").GetByText("Headache for 3 days.").WaitForAsync();
    }

    [Fact]
    public async Task Last_words_that_were_not_recognised_are_told_after_the_stop()
    {
        await using var host = await RehearsalHost.StartAsync();
        await using var browser = await StartAsync(host);
        var visit = host.Visits.Add(VisitState.Ready);
        visit.RecognitionProblem = Recognition;
        var page = await OpenAsync(host, browser, visit);
        await RecordAsync(page, visit);
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();

        await page.GetByText(Recognition).WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
        await page.Locator(".note").GetByText("Headache for 3 days.").WaitForAsync();
    }

    static Task<Browser> StartAsync(RehearsalHost host) => Browser.StartAsync(host.Address, DemonstrationRecording.Tones, playback: Playback.Again);

    static async Task<IPage> OpenAsync(RehearsalHost host, Browser browser, RehearsalVisit visit)
    {
        host.Visits.SignedIn = RehearsalVisits.Clinician;
        var page = await browser.OpenAsync();
        await page.GotoAsync($"/visits/{visit.Detail.Summary.Id}");
        return page;
    }

    static async Task RecordAsync(IPage page, RehearsalVisit visit)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Start recording" }).ClickAsync();
        await visit.WhenAsync(v => v.Detail.NextFrame >= 3);
    }
}
