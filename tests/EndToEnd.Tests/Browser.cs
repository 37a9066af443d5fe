using System.Collections.Concurrent;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using OnPremLlm.TestSupport;

// Each test starts a browser: one at a time, so that a small machine is not measured instead of the app.
[assembly: Xunit.CollectionBehavior(DisableTestParallelization = true)]

namespace OnPremLlm.EndToEnd.Tests;

/// <summary>Debian's Chromium, hearing a WAV file as its microphone. Remembers every address that it asked for.</summary>
public sealed class Browser : IAsyncDisposable
{
    /// <summary>Milliseconds after which what was waited for is taken as never coming. No measure of speed.</summary>
    public const float Patience = 90_000;

    const string Chromium = "/usr/bin/chromium";

    readonly IPlaywright playwright;
    readonly IBrowser browser;
    readonly IBrowserContext context;
    readonly string address;

    Browser(IPlaywright playwright, IBrowser browser, IBrowserContext context, string address)
    {
        (this.playwright, this.browser, this.context, this.address) = (playwright, browser, context, address);
        context.Request += (_, request) => Requested.Add(request.Url);
        context.Console += (_, message) => Console.Add($"{message.Type}: {message.Text}");
    }

    public ConcurrentBag<string> Requested { get; } = [];

    /// <summary>What the page wrote to its console; a refusal by the Content-Security-Policy shows here.</summary>
    public ConcurrentBag<string> Console { get; } = [];

    /// <summary><paramref name="microphone"/> is heard once and then silence, or again and again.</summary>
    public static async Task<Browser> StartAsync(
        string address, string microphone, ColorScheme scheme = ColorScheme.Light, int width = 1280, int height = 800, Playback playback = Playback.Once)
    {
        if (!File.Exists(Chromium))
        {
            throw new InvalidOperationException($"{Chromium} is missing. Run: apt-get install -y chromium");
        }

        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", $"--use-file-for-fake-audio-capture={microphone}{(playback == Playback.Once ? "%noloop" : "")}",
            ],
        });
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = address,
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
            TimezoneId = "Europe/Berlin",
            Permissions = ["microphone", "clipboard-read", "clipboard-write"],
            ViewportSize = new ViewportSize { Width = width, Height = height },
        });
        context.SetDefaultTimeout(Patience);
        return new Browser(playwright, browser, context, address);
    }

    /// <summary>Somebody else at the same address: no cookie is shared.</summary>
    public Task<IBrowserContext> OtherPersonAsync() => browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = address });

    public Task<IPage> OpenAsync() => context.NewPageAsync();

    /// <summary>No violation of WCAG 2.2 A and AA that axe can see.</summary>
    public static async Task AssertAccessibleAsync(IPage page, string name)
    {
        var result = await page.RunAxe(new Deque.AxeCore.Commons.AxeRunOptions
        {
            RunOnly = new() { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
        });
        Assert.True(result.Violations.Length == 0, $"axe on {name}: " + string.Join("\n", result.Violations.Select(v => $"{v.Id} ({v.Impact}): {v.Help}: {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Html))}")));
    }

    public void AssertNothingFromElsewhere(string address) =>
        Assert.All(Requested, url => Assert.True(
            url.StartsWith(address, StringComparison.Ordinal) || url.StartsWith(address.Replace("http", "ws"), StringComparison.Ordinal) || url.StartsWith("data:", StringComparison.Ordinal) || url.StartsWith("blob:" + address, StringComparison.Ordinal),
            $"The browser asked elsewhere: {url}"));

    public async ValueTask DisposeAsync()
    {
        await browser.CloseAsync();
        playwright.Dispose();
    }
}

public enum Playback
{
    Once,
    Again,
}
