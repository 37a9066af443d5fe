using Microsoft.Playwright;
using OnPremLlm.EndToEnd.Tests.Rehearsal;
using OnPremLlm.Scribe.App.Visit.Note;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.EndToEnd.Tests;

/// <summary>The model met its limit in two sections: nothing is missing silently, from the review to the copied text.</summary>
public class ADraftThatWasCut
{
    [Fact]
    public async Task Says_so_in_the_editor_in_the_signed_note_and_in_the_copied_text()
    {
        await using var host = await RehearsalHost.StartAsync();
        await using var browser = await Browser.StartAsync(host.Address, DemonstrationRecording.Tones);
        host.Visits.SignedIn = RehearsalVisits.Clinician;
        var visit = host.Visits.Add(VisitState.Review);
        visit.Redraft(RehearsalScript.CutDraft);
        var page = await browser.OpenAsync();
        await page.GotoAsync($"/visits/{visit.Detail.Summary.Id}");
        await AssertToldAsync(page);
        await page.Locator(".sign-bar").GetByText("2 sections are not complete").WaitForAsync();
        Assert.Equal(0, await page.GetByText("Not discussed.").CountAsync());
        await Browser.AssertAccessibleAsync(page, "review of a cut draft");

        await page.Locator("#attest").CheckAsync();
        await page.Locator("button.sign").ClickAsync();
        await page.Locator("#confirm-sign").ClickAsync();
        await page.GetByText("What happens to the records").WaitForAsync();
        await AssertToldAsync(page);
        await Browser.AssertAccessibleAsync(page, "signed note that was cut");

        await page.GetByRole(AriaRole.Button, new() { Name = "Copy as text" }).ClickAsync();
        await page.GetByText("The note is on the clipboard.").WaitForAsync();
        Assert.Equal(3, (await page.EvaluateAsync<string>("() => navigator.clipboard.readText()")).Split(NoteText.CutWarning).Length);
    }

    static async Task AssertToldAsync(IPage page)
    {
        foreach (var heading in new[] { "Plan", "Orders" })
        {
            await page.Locator(".section", new() { Has = page.GetByRole(AriaRole.Heading, new() { Name = heading, Exact = true, Level = 4 }) })
                .GetByText(NoteText.CutWarning).WaitForAsync();
        }

        Assert.Equal(2, await page.GetByText(NoteText.CutWarning).CountAsync());
    }
}
