using Microsoft.Playwright;
using OnPremLlm.EndToEnd.Tests.Rehearsal;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.EndToEnd.Tests;

/// <summary>The cookie ends while a note is open.</summary>
public class AnEndedSession
{
    [Fact]
    public async Task The_same_person_goes_on_where_the_page_was()
    {
        await using var host = await RehearsalHost.StartAsync();
        await using var browser = await Browser.StartAsync(host.Address, DemonstrationRecording.Tones);
        var page = await EndedAsync(host, browser);

        await SignInAsync(page, RehearsalVisits.Email);

        await page.GetByText("Sign in again").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        await page.GetByText("Headache for 4 days.").WaitForAsync(); // what was typed is still there
    }

    [Fact]
    public async Task Somebody_of_another_clinic_who_signs_in_sees_nothing_of_it()
    {
        await using var host = await RehearsalHost.StartAsync();
        await using var browser = await Browser.StartAsync(host.Address, DemonstrationRecording.Tones);
        var page = await EndedAsync(host, browser);

        await SignInAsync(page, RehearsalVisits.OtherEmail);

        await page.GetByText("South Clinic").WaitForAsync();
        await page.GetByText("There is no such visit in your practice.").WaitForAsync();
        Assert.DoesNotContain("eadache", await page.Locator("body").InnerTextAsync(), StringComparison.Ordinal);
    }

    static async Task<IPage> EndedAsync(RehearsalHost host, Browser browser)
    {
        host.Visits.SignedIn = RehearsalVisits.Clinician;
        var visit = host.Visits.Add(VisitState.Review);
        var page = await browser.OpenAsync();
        await page.GotoAsync($"/visits/{visit.Detail.Summary.Id}");
        var statement = page.Locator(".note [data-row]").First;
        await statement.WaitForAsync();
        host.Visits.SignedIn = null;
        await statement.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("textarea[data-statement]").FillAsync("Headache for 4 days.");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("Sign in again").WaitForAsync();
        return page;
    }

    static async Task SignInAsync(IPage page, string email)
    {
        await page.Locator("#email").FillAsync(email);
        await page.Locator("#password").FillAsync(RehearsalVisits.Password);
        await page.Keyboard.PressAsync("Enter");
    }
}
