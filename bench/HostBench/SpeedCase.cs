using System.Globalization;

namespace OnPremLlm.HostBench;

/// <summary>One stream against llama-bench: generation, prompts of 512 and 4,096 tokens, and what the Host adds before the first token. In turn.</summary>
internal static class SpeedCase
{
    const int Rounds = 3;

    public static async Task RunAsync(string model)
    {
        await using var setting = await Setting.StartAsync(model, sequences: 1, context: 4_608);
        var one = setting.One;
        var (tiny, middle, long_) = (await one.PromptAsync(16, 1), await one.PromptAsync(512, 2), await one.PromptAsync(4_096, 3));
        await one.CompleteAsync(tiny, 64);
        var added = await AddedAsync(one);
        var (mine, theirs) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds * 2; round++)
        {
            theirs.Add(await Peers.BenchAsync(model, Setting.Threads, 0, 96));
            mine.Add((await one.CompleteAsync(tiny, 96)).TokensPerSecond);
        }

        Print.Line("generation, one stream, /v1 SSE vs llama-bench", Print.Median(mine) / Print.Median(theirs), ">= 0.97", Rates(mine, theirs));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  first token minus pure prefill, median: {Print.Median(added):F1} ms (quartiles {Print.Percentile(added, 0.25):F1} and {Print.Percentile(added, 0.75):F1})   aim <= 10 ms"));
        await PromptAsync(one, model, middle, 512, Rounds * 2);
        await PromptAsync(one, model, long_, 4_096, Rounds - 1);
    }

    // Different prompts: random weights often begin with a part of a character, which is held back until the next token.
    static async Task<List<double>> AddedAsync(Client one)
    {
        var added = new List<double>();
        for (var salt = 200; salt < 224; salt++)
        {
            var sample = await one.CompleteAsync(await one.PromptAsync(16, salt), 4);
            added.Add(sample.FirstToken.TotalMilliseconds - sample.PromptMilliseconds);
        }

        return added;
    }

    static async Task PromptAsync(Client one, string model, string prompt, int tokens, int rounds)
    {
        var (mine, theirs) = (new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            theirs.Add(await Peers.BenchAsync(model, Setting.Threads, tokens, 0));
            var sample = await one.CompleteAsync(prompt, 1);
            mine.Add(sample.PromptTokens / sample.FirstToken.TotalSeconds);
        }

        Print.Line($"prompt of {tokens} tokens, request to first token, vs llama-bench", Print.Median(mine) / Print.Median(theirs), ">= 0.95", Rates(mine, theirs));
    }

    static string Rates(List<double> mine, List<double> theirs) => string.Create(CultureInfo.InvariantCulture, $"{Print.Median(mine):F1} and {Print.Median(theirs):F1} tokens/s");
}
