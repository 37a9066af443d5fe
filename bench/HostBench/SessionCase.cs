namespace OnPremLlm.HostBench;

/// <summary>What a kept prefix saves, and what a long session costs.</summary>
internal static class SessionCase
{
    const int Prefix = 4_000;
    const int Question = 16;

    public static async Task RunAsync(string model)
    {
        await using var setting = await Setting.StartAsync(model, sequences: 2, context: 4_608);
        var one = setting.One;
        var prefix = await one.PromptAsync(Prefix, 7);
        await one.CompleteAsync("warm up", 8);
        var cold = await one.CompleteAsync(prefix + " first question?", 1, "visit");
        var (kept, deep) = (new List<double>(), new List<double>());
        for (var round = 0; round < 8; round++)
        {
            var sample = await one.CompleteAsync($"{prefix} question {round}, in some more words", 1, "visit");
            kept.Add(sample.FirstToken.TotalSeconds);
            var pure = await Peers.BenchAsync(model, Setting.Threads, Math.Max(1, sample.PromptTokens - sample.CachedTokens), 0, depth: round % 4 == 0 ? Prefix : 0);
            if (round % 4 == 0)
            {
                deep.Add(sample.FirstToken.TotalSeconds / ((sample.PromptTokens - sample.CachedTokens) / pure));
            }
        }

        Print.Line($"first token after a kept prefix of {Prefix} tokens vs cold", Print.Median(kept) / cold.FirstToken.TotalSeconds, "<= 0.05", $"{Print.Median(kept) * 1000:F0} ms and {cold.FirstToken.TotalMilliseconds:F0} ms");
        Print.Line("first token in that session vs llama-bench at the same depth", Print.Median(deep), "<= 1.1", "");
    }
}
