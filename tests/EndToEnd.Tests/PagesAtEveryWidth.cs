using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.Playwright;
using OnPremLlm.TestSupport;

namespace OnPremLlm.EndToEnd.Tests;

/// <summary>Administration and compliance with a model that ran, and one whose file was changed, on a phone, a laptop and a large screen.</summary>
public sealed class PagesAtEveryWidth : IAsyncLifetime
{
    const string Ran = "demo-scribe-interim";
    const string Broken = "a-model-whose-file-was-changed-after-it-was-added";

    // Cut, printed over what is beside it, or to be scrolled for.
    const string TooWide = """
        () => [document.documentElement, ...document.querySelectorAll('main *')].filter(e => e.clientWidth > 0 && e.scrollWidth > e.clientWidth + 1)
            .map(e => `${e.tagName}.${e.className} ${e.getAttribute('aria-label') ?? ''} ${e.scrollWidth} > ${e.clientWidth}`)
        """;

    readonly RealHost host = new() { Models = new Dictionary<string, string> { [Broken] = Repository.PathOf("models", "demo", "demo-scribe-interim-q8_0.gguf") } };

    public async Task InitializeAsync()
    {
        await host.InitializeAsync();
        host.ChangeModelFile(Broken);
        var key = await host.CreateKeyAsync("North Clinic");
        Assert.True(await AskAsync(key, Ran));
        Assert.False(await AskAsync(key, Broken));
    }

    public Task DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Show_all_of_it_without_scrolling_sideways()
    {
        await using var browser = await Browser.StartAsync(host.Address, Repository.PathOf("models", "demo", "visit-1.wav"));
        var administration = await OpenAsync(await browser.OpenAsync(), "Administrator", "/admin");
        var engines = administration.GetByRole(AriaRole.List, new() { Name = "Engines" });
        await engines.GetByText($"Language model {Ran}").WaitForAsync();
        Assert.Contains("was expected: it was changed or is another model.", await administration.GetByRole(AriaRole.List, new() { Name = "Models", Exact = true }).InnerTextAsync(), StringComparison.Ordinal);
        await FitsAsync(administration, "administration");

        await using var other = await browser.OtherPersonAsync();
        var compliance = await OpenAsync(await other.NewPageAsync(), "Compliance", "/compliance");
        var ran = compliance.GetByRole(AriaRole.List, new() { Name = "Models that have run" });
        Assert.Contains(Ran, await ran.InnerTextAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(Broken, await ran.InnerTextAsync(), StringComparison.Ordinal);
        await FitsAsync(compliance, "compliance");
    }

    async Task<IPage> OpenAsync(IPage page, string who, string path)
    {
        var (email, password) = host.Account(who);
        await page.GotoAsync(path);
        await page.Locator("#email").FillAsync(email);
        await page.Locator("#password").FillAsync(password);
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).WaitForAsync();
        return page;
    }

    static async Task FitsAsync(IPage page, string name)
    {
        foreach (var width in (int[])[390, 1280, 1920])
        {
            await page.SetViewportSizeAsync(width, 900);
            var wide = await page.EvaluateAsync<string[]>(TooWide);
            Assert.True(wide.Length == 0, $"{name} at {width} px: {string.Join("; ", wide)}");
            await Browser.AssertAccessibleAsync(page, $"{name} at {width} px");
        }
    }

    async Task<bool> AskAsync(string key, string model)
    {
        using var http = new HttpClient { BaseAddress = new Uri(host.Address) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var answer = await http.PostAsJsonAsync("v1/completions", new { model, prompt = "x", max_tokens = 1 });
        return answer.IsSuccessStatusCode;
    }
}
