using System.Diagnostics;
using System.Globalization;

namespace OnPremLlm.HostBench;

/// <summary>Total throughput of several streams at once against llama-server with as many slots, in turn.</summary>
internal static class StreamCase
{
    const int Tokens = 64;
    const int Context = 512;
    const int Rounds = 6;

    public static async Task RunAsync(string model)
    {
        foreach (var streams in (int[])[4, 8])
        {
            // One place more than there are streams: the last is kept for who comes next.
            await using var setting = await Setting.StartAsync(model, streams + 1, Context, "shared");
            using var server = await Peers.ServeAsync(model, Setting.Threads, streams, Context, 18_080 + streams);
            using var peer = new Client(server.Address, "none", "any");
            await RateAsync(setting.One, await PromptsAsync(setting.One, streams, 0));
            var (mine, theirs) = (new List<Run>(), new List<Run>());
            for (var round = 0; round < Rounds; round++)
            {
                // New ones each time: llama-server keeps prompts that it has seen, of whomever, and would skip them.
                var prompts = await PromptsAsync(setting.One, streams, round + 1);
                theirs.Add(await RateAsync(peer, prompts));
                mine.Add(await RateAsync(setting.One, prompts));
            }

            var ratio = Print.Median(mine.Select(run => run.TokensPerSecond)) / Print.Median(theirs.Select(run => run.TokensPerSecond));
            Print.Line($"total throughput of {streams} streams (shared) vs llama-server", ratio, ">= 1.0", $"{Describe(mine)}; {Describe(theirs)}");
        }
    }

    static async Task<List<string>> PromptsAsync(Client client, int count, int round)
    {
        var prompts = new List<string>();
        for (var i = 0; i < count; i++)
        {
            prompts.Add(await client.PromptAsync(24, (100 * (round + 1)) + i));
        }

        return prompts;
    }

    static string Describe(List<Run> runs) => string.Create(
        CultureInfo.InvariantCulture, $"{Print.Median(runs.Select(run => run.TokensPerSecond)):F1} tokens/s, last first token after {Print.Median(runs.Select(run => run.Prompts.TotalSeconds)):F2} s");

    static async Task<Run> RateAsync(Client client, List<string> prompts)
    {
        var clock = Stopwatch.StartNew();
        var samples = await Task.WhenAll(prompts.Select(prompt => client.CompleteAsync(prompt, Tokens)));
        return new(samples.Sum(sample => sample.Tokens) / clock.Elapsed.TotalSeconds, samples.Max(sample => sample.FirstToken));
    }

    sealed record Run(double TokensPerSecond, TimeSpan Prompts);
}
