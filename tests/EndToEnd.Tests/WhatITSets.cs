using Microsoft.Playwright;
using OnPremLlm.Scribe.Protocol;
using OnPremLlm.TestSupport;
using OnPremLlm.TestSupport.Gguf;

namespace OnPremLlm.EndToEnd.Tests;

/// <summary>A model that IT added and that serve names by its id, and limits that IT sets while the Host runs.</summary>
public sealed class WhatITSets : IAsyncLifetime
{
    const string Model = "hospital-model";

    readonly DirectoryInfo folder = Directory.CreateDirectory(Path.Combine("/tmp", "opl-it-" + Path.GetRandomFileName()));
    RealHost host = null!; // set by InitializeAsync

    public async Task InitializeAsync()
    {
        var file = RandomModel.Write(Path.Combine(folder.FullName, "random.gguf"), new() { ChatTemplate = RandomModelOptions.ChatMl, TrainedContext = 2048 });
        host = new() { Models = new Dictionary<string, string> { [Model] = file }, Options = ["--model", Model, "--threads", "1"] };
        await host.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await host.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Is_what_Scribe_drafts_with_and_what_a_clinic_may_take()
    {
        await DraftAsync();
        await StopAsync();
        await host.RestartAsync();
        await LimitsAsync();
    }

    /// <summary>A service manager stops the Host while it answers: the answer ends with its reason, and the Host as it should.</summary>
    async Task StopAsync()
    {
        using var clinician = await ApiClient.SignInAsync(host, "Clinician");
        using var answer = await clinician.OpenAsync("v1/completions", new { model = Model, prompt = "once", max_tokens = 1900, stream = true });
        Assert.StartsWith("data: {", await answer.ReadLineAsync(), StringComparison.Ordinal);

        var ended = host.StopAsync();
        var lines = (await answer.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.StartsWith("data: {\"error\":", lines[^1], StringComparison.Ordinal);
        Assert.Equal(0, await ended);
    }

    async Task DraftAsync()
    {
        using var clinician = await ApiClient.SignInAsync(host, "Clinician");
        var visit = (await clinician.PostAsync<VisitDetail>("api/visits")).Summary.Id;
        await clinician.PostAsync($"api/visits/{visit}/consent", new ConsentRequest { Mode = ConsentMode.Explicit });
        await clinician.PostAsync($"api/visits/{visit}/transcript", new WrittenTranscript { Turns = [new WrittenTurn { Speaker = Speaker.Patient, Text = "My head aches." }] });
        await clinician.FirstAsync(visit, e => e.State is VisitState.Review);

        Assert.Equal(Model, (await clinician.VisitAsync(visit)).Draft?.ModelId);
    }

    async Task LimitsAsync()
    {
        await host.CommandAsync("limits", "set", "--tenant", "North Clinic", "--concurrency", "2", "--context", "300");
        await using var browser = await Browser.StartAsync(host.Address, Repository.PathOf("models", "demo", "visit-1.wav"));
        var page = await browser.OpenAsync();
        var (email, password) = host.Account("Administrator");
        await page.GotoAsync("/admin");
        await page.Locator("#email").FillAsync(email);
        await page.Locator("#password").FillAsync(password);
        await page.Keyboard.PressAsync("Enter");
        var table = page.GetByRole(AriaRole.Region, new() { Name = "Table: limits" });
        await table.WaitForAsync();

        foreach (var (limit, value) in ((string, string)[])[("Requests at a time", "2 requests"), ("Requests that wait", "64 requests (default)"), ("Tokens a minute", "no limit (default)"), ("Context", "300 tokens"), ("Weight", "1 (default)")])
        {
            var row = table.GetByRole(AriaRole.Row).Filter(new() { Has = page.GetByRole(AriaRole.Rowheader, new() { Name = limit, Exact = true }) });
            Assert.Equal(value, await row.GetByRole(AriaRole.Cell).First.InnerTextAsync());
        }

        await table.FocusAsync();
        Assert.Equal("Table: limits", await page.EvaluateAsync<string>("() => document.activeElement.getAttribute('aria-label')"));
        await Browser.AssertAccessibleAsync(page, "administration with limits");
        if (Environment.GetEnvironmentVariable("OPL_SHOTS") is { Length: > 0 } shots)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(shots, "limits.png"), FullPage = true });
            await page.SetViewportSizeAsync(400, 800);
            await page.ScreenshotAsync(new() { Path = Path.Combine(shots, "limits-narrow.png"), FullPage = true });
        }
    }
}
