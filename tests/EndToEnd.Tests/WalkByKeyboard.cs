using Microsoft.Playwright;
using OnPremLlm.EndToEnd.Tests.Rehearsal;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.EndToEnd.Tests;

/// <summary>Without a pointer: from sign-in over a pasted transcript to the signed note.</summary>
public class WalkByKeyboard
{
    [Fact]
    public async Task A_visit_is_consented_written_reviewed_and_signed_without_a_pointer()
    {
        await using var host = await RehearsalHost.StartAsync();
        await using var browser = await Browser.StartAsync(host.Address, DemonstrationRecording.Tones);
        var page = await browser.OpenAsync();
        await page.GotoAsync("/");
        await page.Locator("#email").WaitForAsync();
        await Browser.AssertAccessibleAsync(page, "sign-in");
        await SignInAsync(page);

        await page.GetByRole(AriaRole.Heading, new() { Name = "Visits" }).WaitForAsync();
        await page.Keyboard.PressAsync("n");
        await page.GetByRole(AriaRole.Heading, new() { Name = "Consent" }).WaitForAsync();
        await Browser.AssertAccessibleAsync(page, "consent");
        await TabToAsync(page, "The patient agreed");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("The patient agreed, at").WaitForAsync();

        await PasteTranscriptAsync(page);
        await page.GetByText("Metoprolol 50 mg once daily.").WaitForAsync();
        await Browser.AssertAccessibleAsync(page, "review");
        await ReviewAsync(page);
        await SignAsync(page);

        await page.GetByText("What happens to the records").WaitForAsync();
        await Browser.AssertAccessibleAsync(page, "signed");
        var note = host.Visits.All.Single().Detail.Note!;
        Assert.Contains("Headache for 4 days.", note.Sections[0].Statements.Select(s => s.Text));
        browser.AssertNothingFromElsewhere(host.Address);
        Assert.DoesNotContain(browser.Console, line => line.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase));
    }

    static async Task SignInAsync(IPage page)
    {
        await page.Keyboard.TypeAsync(RehearsalVisits.Email);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("wrong");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("do not match an account").WaitForAsync();
        await page.Locator("#password").FocusAsync();
        await page.Keyboard.TypeAsync(RehearsalVisits.Password);
        await page.Keyboard.PressAsync("Enter");
    }

    static async Task PasteTranscriptAsync(IPage page)
    {
        await TabToAsync(page, "Written transcript");
        await page.Keyboard.PressAsync("Enter");
        await TabToAsync(page, "Transcript");
        await page.Keyboard.InsertTextAsync("Doctor: What brings you in?\nPatient:\nPatient: A headache.");
        await TabToAsync(page, "Draft the note from this");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("Line 2: nothing is said after the colon").WaitForAsync();
        await page.Locator("#written").FocusAsync();
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.InsertTextAsync(string.Join('\n', RehearsalScript.Segments.Select(s => $"{(s.Speaker == Speaker.Clinician ? "Doctor" : "Patient")}: {s.Text}")));
        await TabToAsync(page, "Draft the note from this");
        await page.Keyboard.PressAsync("Enter");
    }

    static async Task ReviewAsync(IPage page)
    {
        var first = page.Locator("[data-row]").First;
        await first.FocusAsync();
        await page.Locator("#seg-s2.lit mark", new() { HasText = "headache for 3 days" }).WaitForAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("textarea.edit:focus").WaitForAsync();
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.TypeAsync("Headache for 4 days.");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("your words").WaitForAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Delete");
        await page.GetByText("Statement deleted.").WaitForAsync();
        await page.Keyboard.PressAsync("Control+z");
        await page.GetByText("Throbbing headache with sensitivity to light.").WaitForAsync();
        await page.GetByText("Saved", new() { Exact = true }).WaitForAsync();
    }

    static async Task SignAsync(IPage page)
    {
        await page.Keyboard.PressAsync("Control+Enter");
        await page.GetByText("Tick that you vouch for").WaitForAsync();
        await page.Locator("#attest").FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await page.Keyboard.PressAsync("Control+Enter");
        await page.GetByText("Sign this note?").WaitForAsync();
        await Browser.AssertAccessibleAsync(page, "confirm");
        await page.Keyboard.PressAsync("Enter");
    }

    /// <summary>Presses Tab until the focused control begins with this name; fails when the page's order never gets there.</summary>
    static async Task TabToAsync(IPage page, string name)
    {
        for (var i = 0; i < 60; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            var focused = await page.EvaluateAsync<string>("() => { const e = document.activeElement; return (e.getAttribute('aria-label') || e.labels?.[0]?.innerText || e.innerText || '').trim(); }");
            if (focused.StartsWith(name, StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail($"Tab never reached \"{name}\".");
    }
}
