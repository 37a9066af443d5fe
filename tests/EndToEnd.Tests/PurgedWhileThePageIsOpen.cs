using Microsoft.Playwright;
using OnPremLlm.EndToEnd.Tests.Rehearsal;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.EndToEnd.Tests;

/// <summary>A page that shows what is being purged: it goes from the page as it goes from the store.</summary>
public class PurgedWhileThePageIsOpen
{
    const string Said = "throbbing headache for 3 days";

    [Fact]
    public async Task A_transcript_goes_also_when_the_Host_was_restarted_and_told_nothing()
    {
        await using var host = await RehearsalHost.StartAsync();
        await using var browser = await Browser.StartAsync(host.Address, DemonstrationRecording.Tones);
        var visit = host.Visits.Add(VisitState.Signed);
        visit.MakeDue();
        var page = await OpenAsync(host, browser, visit);
        await page.GetByText(Said).WaitForAsync();
        visit.PurgeAndRestart();

        await page.GetByText("The transcript was purged").WaitForAsync();
        Assert.Equal(0, await page.GetByText(Said).CountAsync());
        await page.Locator(".note").GetByText("Headache for 3 days.").WaitForAsync();
    }

    [Fact]
    public async Task A_draft_that_was_not_signed_goes_from_the_editor()
    {
        await using var host = await RehearsalHost.StartAsync();
        await using var browser = await Browser.StartAsync(host.Address, DemonstrationRecording.Tones);
        var visit = host.Visits.Add(VisitState.Review);
        var page = await OpenAsync(host, browser, visit);
        await page.Locator(".note").GetByText("Headache for 3 days.").WaitForAsync();
        await page.Locator("#seg-s2").WaitForAsync();
        await visit.ListeningAsync();
        visit.Purge(RecordKind.Draft);

        await page.GetByRole(AriaRole.Heading, new() { Name = "The draft was purged before it was signed" }).WaitForAsync();
        Assert.Equal(0, await page.GetByText("Penicillin (rash).").CountAsync()); // in the draft only
        await page.GetByText(Said).WaitForAsync(); // the transcript has its own time
        await Browser.AssertAccessibleAsync(page, "purged draft");
    }

    static async Task<IPage> OpenAsync(RehearsalHost host, Browser browser, RehearsalVisit visit)
    {
        host.Visits.SignedIn = RehearsalVisits.Clinician;
        var page = await browser.OpenAsync();
        await page.GotoAsync($"/visits/{visit.Detail.Summary.Id}");
        return page;
    }
}
