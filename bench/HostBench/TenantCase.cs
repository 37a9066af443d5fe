using System.Diagnostics;
using System.Globalization;

namespace OnPremLlm.HostBench;

/// <summary>One clinic floods; what the other notices, in each mode; and how two floods share.</summary>
internal static class TenantCase
{
    const int Context = 512;
    const int Quiet = 32;

    public static async Task RunAsync(string model)
    {
        foreach (var mode in (string[])["shared", "dedicated"])
        {
            await using var setting = await Setting.StartAsync(model, 4, Context, mode);
            var (busy, quiet) = (setting.Programs[0], setting.Programs[1]);
            var (work, question) = (await busy.PromptAsync(64, 5), await quiet.PromptAsync(64, 6));
            await Task.WhenAll(busy.CompleteAsync(work, 8), quiet.CompleteAsync(question, 8));
            var beside = await QuietAsync(quiet, question, ct => FloodAsync(busy, work, 1, ct));
            var flooded = await QuietAsync(quiet, question, ct => FloodAsync(busy, work, 50, ct));
            Print.Line($"{mode}: quiet clinic's p95 first token, 50 queued vs 1 stream", Print.Percentile(flooded, 0.95) / Print.Percentile(beside, 0.95), "<= 1.25",
                string.Create(CultureInfo.InvariantCulture, $"{Print.Percentile(flooded, 0.95):F0} and {Print.Percentile(beside, 0.95):F0} ms"));
            await ShareAsync(mode, busy, quiet, work);
        }
    }

    static async Task<List<double>> QuietAsync(Client quiet, string question, Func<CancellationToken, Task> others)
    {
        using var stop = new CancellationTokenSource();
        var running = others(stop.Token);
        var times = new List<double>();
        for (var i = 0; i < Quiet; i++)
        {
            times.Add((await quiet.CompleteAsync(question, 8)).FirstToken.TotalMilliseconds);
        }

        await stop.CancelAsync();
        await running;
        return times;
    }

    /// <summary>Two floods with equal weights for a minute; then one alone, which is first come, first served. Tokens count as they come: in a minute few requests end.</summary>
    static async Task ShareAsync(string mode, Client busy, Client quiet, string work)
    {
        var length = TimeSpan.FromSeconds(60);
        using var both = new CancellationTokenSource(length);
        var clock = Stopwatch.StartNew();
        var tokens = await Task.WhenAll(FloodAsync(busy, work, 8, both.Token), FloodAsync(quiet, work, 8, both.Token));
        var together = tokens.Sum() / clock.Elapsed.TotalSeconds;
        using var alone = new CancellationTokenSource(length);
        clock.Restart();
        var single = await FloodAsync(busy, work, 16, alone.Token) / clock.Elapsed.TotalSeconds;
        Print.Line($"{mode}: tokens of two floods of equal weight, one to the other", tokens[0] / (double)tokens[1], "0.95-1.05", $"{tokens[0]} and {tokens[1]}");
        Print.Line($"{mode}: throughput of both vs one alone in order of arrival", together / single, ">= 0.97", string.Create(CultureInfo.InvariantCulture, $"{together:F1} and {single:F1} tokens/s"));
    }

    /// <summary>Keeps so many requests there until it is stopped; the pieces of text that came.</summary>
    static async Task<int> FloodAsync(Client client, string work, int requests, CancellationToken stop)
    {
        var total = 0;
        await Task.WhenAll(Enumerable.Range(0, requests).Select(async _ =>
        {
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    await client.CompleteAsync(work, 48, onText: () => Interlocked.Increment(ref total), ct: stop);
                }
                catch (OperationCanceledException)
                {
                }
            }
        }));
        return total;
    }
}
