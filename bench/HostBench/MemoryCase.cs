using System.Globalization;

namespace OnPremLlm.HostBench;

/// <summary>The Host's resident memory over 10,000 requests.</summary>
internal static class MemoryCase
{
    public static async Task RunAsync(string model)
    {
        await using var setting = await Setting.StartAsync(model, 4, 512);
        for (var thousand = 0; thousand <= 10; thousand++)
        {
            for (var i = 0; i < 1_000 && thousand > 0; i += 4)
            {
                await Task.WhenAll(Enumerable.Range(0, 4).Select(n => setting.Programs[n % 2].CompleteAsync("A short prompt.", 4)));
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  Host after {thousand * 1_000,6} requests: {setting.HostBytes >> 20} MiB resident"));
        }
    }
}
