using System.Globalization;
using OnPremLlm.EndToEnd.Tests;
using OnPremLlm.HostBench;
using OnPremLlm.TestSupport.Gguf;

// Usage: HostBench [speed|sessions|streams|tenants|timing|memory|fuzz]…; without names all of them.
string[] names = args.Length > 0 ? args : ["speed", "sessions", "streams", "tenants", "timing", "memory"];
var folder = Directory.CreateDirectory(Path.Combine("/tmp", "opl-hostbench-" + Path.GetRandomFileName()[..8]));
try
{
    var large = names.Any(name => name is not ("memory" or "fuzz")) ? RandomModel.Write(Path.Combine(folder.FullName, "half-billion-q8_0.gguf"), RandomModelOptions.HalfBillion with { TrainedContext = 8192 }) : "";
    var small = names.Contains("memory") ? RandomModel.Write(Path.Combine(folder.FullName, "small.gguf"), new()) : "";
    foreach (var name in names)
    {
        await (name switch
        {
            "speed" => SpeedCase.RunAsync(large),
            "sessions" => SessionCase.RunAsync(large),
            "streams" => StreamCase.RunAsync(large),
            "tenants" => TenantCase.RunAsync(large),
            "timing" => TimingCase.RunAsync(large),
            "memory" => MemoryCase.RunAsync(small),
            "fuzz" => FuzzCase.RunAsync(folder.FullName),
            _ => throw new ArgumentException($"There is no case {name}."),
        });
    }
}
finally
{
    folder.Delete(recursive: true);
}

namespace OnPremLlm.HostBench
{
    /// <summary>A Host on one model, with a program of each demonstration clinic.</summary>
    internal sealed class Setting : IAsyncDisposable
    {
        readonly RealHost host;

        Setting(RealHost host) => this.host = host;

        /// <summary>Threads of a worker: as many as there are cores but one.</summary>
        public static int Threads { get; } = Math.Max(1, Environment.ProcessorCount - 1);

        public long HostBytes => host.ResidentBytes;

        public string Log => host.Log;

        public Uri Address => new(host.Address);

        /// <summary>The first clinic's key.</summary>
        public required string Key { get; init; }

        public required IReadOnlyList<Client> Programs { get; init; }

        public Client One => Programs[0];

        public static async Task<Setting> StartAsync(string model, int sequences, int context, string isolation = "dedicated")
        {
            var host = new RealHost { Options = ["--model", model, "--threads", $"{Threads}", "--sequences", $"{sequences}", "--context", $"{context}", "--isolation", isolation] };
            await host.InitializeAsync();
            var programs = new List<Client>();
            var key = await host.CreateKeyAsync("North Clinic");
            foreach (var program in (string[])[key, await host.CreateKeyAsync("South Clinic")])
            {
                programs.Add(new(host.Address + "/", program, Path.GetFileName(model)));
            }

            return new(host) { Programs = programs, Key = key };
        }

        public Task AddModelAsync(string file, string id) => host.AddModelAsync(file, id);

        public async ValueTask DisposeAsync()
        {
            foreach (var program in Programs)
            {
                program.Dispose();
            }

            await host.DisposeAsync();
        }
    }

    internal static class Print
    {
        public static void Line(string what, double ratio, string aim, string detail) =>
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what,-62} {ratio,7:F3}   aim {aim,-8} {detail}"));

        public static double Median(IEnumerable<double> values) => Percentile(values, 0.5);

        public static double Percentile(IEnumerable<double> values, double part)
        {
            var sorted = values.Order().ToList();
            return sorted[Math.Min(sorted.Count - 1, (int)(part * sorted.Count))];
        }
    }
}
