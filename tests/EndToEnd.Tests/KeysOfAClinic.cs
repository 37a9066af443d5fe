using System.Net;
using System.Net.Http.Headers;
using Microsoft.Playwright;
using OnPremLlm.TestSupport;

namespace OnPremLlm.EndToEnd.Tests;

/// <summary>API keys on the administrator's pages, in a real browser against the real Host.</summary>
public sealed class KeysOfAClinic(RealHost host) : IClassFixture<RealHost>
{
    [Fact]
    public async Task A_key_is_made_shown_once_listed_and_revoked()
    {
        await using var browser = await Browser.StartAsync(host.Address, Repository.PathOf("models", "demo", "visit-1.wav"));
        var page = await browser.OpenAsync();
        await SignInAsync(page);
        await page.GetByText("There are no keys yet.").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "New API key" }).ClickAsync();
        await page.GetByLabel("What is it for?").FillAsync("End to end");
        await Browser.AssertAccessibleAsync(page, "new key");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the key" }).ClickAsync();
        var key = await page.GetByLabel("Key of").InputValueAsync();
        await Browser.AssertAccessibleAsync(page, "key made");

        await page.GetByRole(AriaRole.Link, new() { Name = "Back to Administration" }).ClickAsync();
        var revoke = page.GetByRole(AriaRole.Link, new() { Name = "Revoke End to end" });
        await revoke.WaitForAsync();
        await Browser.AssertAccessibleAsync(page, "administration with a key");
        Assert.DoesNotContain(key[21..], await page.ContentAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("api/session", key));
        await revoke.ClickAsync();
        await Browser.AssertAccessibleAsync(page, "revoke key");
        await page.GetByRole(AriaRole.Button, new() { Name = "Yes, revoke it" }).ClickAsync();
        await page.GetByRole(AriaRole.Status).WaitForAsync();

        browser.AssertNothingFromElsewhere(host.Address);
        Assert.DoesNotContain(key[21..], host.Log, StringComparison.Ordinal);
    }

    async Task SignInAsync(IPage page)
    {
        var (email, password) = host.Account("Administrator");
        await page.GotoAsync("/admin");
        await page.Locator("#email").FillAsync(email);
        await page.Locator("#password").FillAsync(password);
        await page.Keyboard.PressAsync("Enter");
    }

    async Task<HttpStatusCode> StatusAsync(string path, string key)
    {
        using var http = new HttpClient { BaseAddress = new Uri(host.Address) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
        return answer.StatusCode;
    }
}
