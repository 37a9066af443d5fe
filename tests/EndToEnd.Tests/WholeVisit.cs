using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OnPremLlm.TestSupport;

namespace OnPremLlm.EndToEnd.Tests;

/// <summary>The demonstration recording through a browser's microphone, the real Host, the real recognizer and the real model.</summary>
public partial class WholeVisit(RealHost host) : IClassFixture<RealHost>
{
    [Fact]
    public async Task A_recorded_visit_is_transcribed_drafted_signed_and_purged()
    {
        await using var browser = await Browser.StartAsync(host.Address, Repository.PathOf("models", "demo", "visit-1.wav"));
        var page = await browser.OpenAsync();
        await SignInAsync(page, "Clinician", "/");
        await page.GetByRole(AriaRole.Button, new() { Name = "New visit" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Everybody agreed" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Start recording" }).ClickAsync();

        try
        {
            await RecordToTheEndAsync(page);
        }
        catch (TimeoutException e)
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Path.GetTempPath(), "whole-visit-failed.png") });
            throw new InvalidOperationException($"The recording did not come through. The Host said:\n{host.Log}", e);
        }

        await Browser.AssertAccessibleAsync(page, "recording");
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();
        var statements = page.Locator(".note [data-row]");
        await statements.First.WaitForAsync();
        await Browser.AssertAccessibleAsync(page, "review");
        Assert.Contains("metformin", await page.Locator(".note").InnerTextAsync(), StringComparison.OrdinalIgnoreCase);
        await page.Locator(".statement.supported").First.HoverAsync();
        await page.Locator(".segment.lit").First.WaitForAsync();

        await SignAsync(page);
        await page.GetByText("What happens to the records").WaitForAsync();
        await Browser.AssertAccessibleAsync(page, "signed");
        await PurgeAsync(browser);
        await page.GetByText("The transcript was purged").WaitForAsync();
        await page.ReloadAsync();
        await page.GetByText("The transcript was purged").WaitForAsync();

        browser.AssertNothingFromElsewhere(host.Address);
        Assert.DoesNotContain(browser.Console, line => line.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The recording is 65 s long: until the page shows that much, and both speakers were heard.</summary>
    static async Task RecordToTheEndAsync(IPage page)
    {
        await page.Locator(".segment.clinician").First.WaitForAsync();
        await page.Locator(".segment.patient").First.WaitForAsync();
        await page.Locator(".rec-time", new() { HasTextRegex = LongEnough() }).WaitForAsync(new LocatorWaitForOptions { Timeout = 300_000 }); // real time, and the browser may fall behind
    }

    static async Task SignAsync(IPage page)
    {
        if (await page.Locator("#attest").CountAsync() > 0)
        {
            await page.Locator("#attest").CheckAsync();
        }

        await page.Locator("button.sign").ClickAsync();
        await page.Locator("#confirm-sign").ClickAsync();
    }

    /// <summary>As the compliance person, on the server-rendered page; also its administration is looked at.</summary>
    async Task PurgeAsync(Browser browser)
    {
        await using var other = await browser.OtherPersonAsync();
        var page = await other.NewPageAsync();
        await SignInAsync(page, "Compliance", "/compliance");
        await page.GetByRole(AriaRole.Button, new() { Name = "Purge what is due now" }).ClickAsync();
        var yes = page.GetByRole(AriaRole.Button, new() { Name = "Yes, purge now" });
        await yes.WaitForAsync();
        await Browser.AssertAccessibleAsync(page, "purge");
        await yes.ClickAsync();
        await page.GetByRole(AriaRole.Status).WaitForAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Back to Compliance" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Bundle of receipt" }).First.WaitForAsync();
        await Browser.AssertAccessibleAsync(page, "compliance");
        await other.ClearCookiesAsync();
        await SignInAsync(page, "Administrator", "/admin");
        await page.GetByText("doctor@north.example").WaitForAsync();
        await Browser.AssertAccessibleAsync(page, "administration");
    }

    async Task SignInAsync(IPage page, string who, string address)
    {
        var (email, password) = host.Account(who);
        await page.GotoAsync(address);
        await page.Locator("#email").FillAsync(email);
        await page.Locator("#password").FillAsync(password);
        await page.Keyboard.PressAsync("Enter");
    }

    [GeneratedRegex("^1:(0[5-9]|[1-5][0-9])$")]
    private static partial Regex LongEnough();
}
