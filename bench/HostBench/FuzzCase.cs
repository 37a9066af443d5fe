using System.Globalization;
using OnPremLlm.TestSupport.Gguf;
using OnPremLlm.TestSupport.OpenAi;

namespace OnPremLlm.HostBench;

/// <summary>Careless and hostile requests in large numbers: each answered, no worker dead. The seeds are in the environment: FUZZ_FIRST, FUZZ_COUNT.</summary>
internal static class FuzzCase
{
    public static async Task RunAsync(string folder)
    {
        var model = RandomModel.Write(Path.Combine(folder, "random.gguf"), new() { ChatTemplate = RandomModelOptions.ChatMl });
        await using var setting = await Setting.StartAsync(model, 4, 1_024);
        await setting.AddModelAsync(RandomBert.Write(Path.Combine(folder, "vectors.gguf")), "vectors");
        var (first, count) = (Number("FUZZ_FIRST", 1), Number("FUZZ_COUNT", 10_000));
        var done = 0;
        var wrong = await FuzzedRequests.SendAsync(setting.Address, setting.Key, RequestOf, first, count, new Counter(() =>
        {
            if (Interlocked.Increment(ref done) % 1_000 == 0)
            {
                Console.WriteLine($"  {done} of {count}");
            }
        }));
        foreach (var line in wrong)
        {
            Console.WriteLine("  " + line);
        }

        Console.WriteLine($"  {count} fuzzed requests: {wrong.Count} wrong answers; workers that ended by themselves: {(setting.Log.Contains("ended by itself", StringComparison.Ordinal) ? "yes" : "none")}");
        Environment.ExitCode = wrong.Count == 0 ? 0 : 1;
    }

    // One in five for embeddings.
    static FuzzedRequest RequestOf(int seed) => seed % 5 == 0 ? FuzzedRequest.ForEmbeddings(seed, "vectors") : FuzzedRequest.Of(seed);

    static int Number(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    sealed class Counter(Action count) : IProgress<int>
    {
        public void Report(int value) => count();
    }
}
