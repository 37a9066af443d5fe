using Microsoft.Playwright;
using OnPremLlm.EndToEnd.Tests.Rehearsal;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.EndToEnd.Tests;

/// <summary>Each page in each state, light and dark, as axe sees it. PICTURES=FOLDER keeps a picture of each.</summary>
public class EveryStateOfAVisit
{
    [Theory]
    [InlineData(ColorScheme.Light, 1280, 800)]
    [InlineData(ColorScheme.Dark, 820, 1180)]
    public async Task Is_accessible(ColorScheme scheme, int width, int height)
    {
        await using var host = await RehearsalHost.StartAsync();
        await using var browser = await Browser.StartAsync(host.Address, DemonstrationRecording.Tones, scheme, width, height);
        var page = await browser.OpenAsync();
        host.Visits.SignedIn = RehearsalVisits.Clinician;
        await page.GotoAsync("/");
        await page.GetByText("Your first visit takes a minute").WaitForAsync();
        await LookAsync(page, $"{scheme}-empty");
        foreach (var state in Enum.GetValues<VisitState>())
        {
            var visit = host.Visits.Add(state, TimeSpan.FromMinutes(47 * (int)state));
            await page.GotoAsync($"/visits/{visit.Detail.Summary.Id}");
            await page.Locator(".visit-head .chip").WaitForAsync();
            await LookAsync(page, $"{scheme}-{state}");
        }

        await page.Keyboard.PressAsync("?");
        await page.Locator("#help-title").WaitForAsync();
        await LookAsync(page, $"{scheme}-help");
        await page.GotoAsync("/");
        await page.Locator(".visit-row").First.WaitForAsync();
        await LookAsync(page, $"{scheme}-visits");
    }

    static async Task LookAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("PICTURES") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png") });
        }

        await Browser.AssertAccessibleAsync(page, name);
    }
}
