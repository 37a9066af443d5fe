using Microsoft.Playwright;
using OnPremLlm.EndToEnd.Tests.Rehearsal;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.EndToEnd.Tests;

public class LookAtPages
{
    [Fact]
    public async Task Pictures()
    {
        var folder = Environment.GetEnvironmentVariable("PICTURES") ?? "/tmp/app-pictures";
        Directory.CreateDirectory(folder);
        var dark = Environment.GetEnvironmentVariable("DARK") == "1";
        var width = int.Parse(Environment.GetEnvironmentVariable("WIDTH") ?? "1280");
        var height = int.Parse(Environment.GetEnvironmentVariable("HEIGHT") ?? "800");
        await using var host = await RehearsalHost.StartAsync();
        await using var browser = await Browser.StartAsync(host.Address, DemonstrationRecording.Tones, dark ? ColorScheme.Dark : ColorScheme.Light, width, height);
        var page = await browser.OpenAsync();
        List<string> problems = [];
        async Task ShotAsync(string name)
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png") });
            try { await Browser.AssertAccessibleAsync(page, name); } catch (Exception e) { problems.Add(e.Message); }
        }

        try
        {
            await page.GotoAsync("/");
            await page.Locator("#email").WaitForAsync();
            await ShotAsync("01-sign-in");
            host.Visits.SignedIn = RehearsalVisits.Clinician;
            await page.ReloadAsync();
            await page.GetByText("Your first visit takes a minute").WaitForAsync();
            await ShotAsync("02-empty");
            var states = Enum.GetValues<VisitState>().Select((s, i) => host.Visits.Add(s, TimeSpan.FromMinutes(i * i * 47))).ToList();
            await page.ReloadAsync();
            await page.Locator(".visit-row").First.WaitForAsync();
            await ShotAsync("03-visits");
            foreach (var visit in states)
            {
                var state = visit.Detail.Summary.State;
                await page.GotoAsync($"/visits/{visit.Detail.Summary.Id}");
                await page.Locator(".visit-head .chip").WaitForAsync();
                if (state == VisitState.Review)
                {
                    await page.GetByText("Metoprolol 50 mg once daily.").HoverAsync();
                }

                await ShotAsync($"04-{(int)state}-{state}");
            }

            await page.Keyboard.PressAsync("?");
            await page.Locator("#help-title").WaitForAsync();
            await ShotAsync("05-help");
        }
        catch (Exception e)
        {
            await ShotAsync("99-failed");
            problems.Add(e.Message);
        }

        await File.WriteAllLinesAsync(Path.Combine(folder, "problems.txt"), [.. problems, .. browser.Console.Distinct(), .. browser.Requested.Where(u => !u.StartsWith(host.Address, StringComparison.Ordinal))]);
    }
}
