using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using OnPremLlm.TestSupport;

namespace OnPremLlm.HostBench;

/// <summary>llama-bench and llama-server, built by bench/peers/build on the libraries that the product runs.</summary>
internal static class Peers
{
    static string Folder { get; } = Repository.PathOf("bench", "out", "peers");

    /// <summary>Tokens per second: of a prompt where <paramref name="prompt"/> is not 0, else of generation; at a depth of so many tokens.</summary>
    public static async Task<double> BenchAsync(string model, int threads, int prompt, int generated, int depth = 0, int repetitions = 1)
    {
        string[] arguments = ["-m", model, "-t", $"{threads}", "-p", $"{prompt}", "-n", $"{generated}", "-d", $"{depth}", "-r", $"{repetitions}", "-b", "512", "-ub", "512", "-o", "json"];
        var start = new ProcessStartInfo(Path.Combine(Folder, "llama-bench"), arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("llama-bench could not be started.");
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        using var results = process.ExitCode == 0 ? JsonDocument.Parse(output) : throw new InvalidOperationException(await errors);
        return results.RootElement[0].GetProperty("avg_ts").GetDouble();
    }

    /// <summary>A llama-server with so many slots; stop it by disposing.</summary>
    public static async Task<Server> ServeAsync(string model, int threads, int slots, int contextPerSlot, int port)
    {
        string[] arguments = ["-m", model, "-t", $"{threads}", "-c", $"{slots * contextPerSlot}", "--parallel", $"{slots}", "-b", "512", "-ub", "512", "--host", "127.0.0.1", "--port", $"{port}", "--offline", "--no-webui"];
        var start = new ProcessStartInfo(Path.Combine(Folder, "llama-server"), arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        var process = Process.Start(start) ?? throw new InvalidOperationException("llama-server could not be started.");
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/")) };
        for (var tries = 0; tries < 600; tries++)
        {
            try
            {
                using var answer = await http.GetAsync("health");
                if (answer.IsSuccessStatusCode)
                {
                    return new(process, http.BaseAddress.ToString());
                }
            }
            catch (HttpRequestException) when (!process.HasExited)
            {
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, default);
        }

        throw new InvalidOperationException("llama-server did not become ready within a minute.");
    }

    internal sealed class Server(Process process, string address) : IDisposable
    {
        public string Address => address;

        public void Dispose()
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }
    }
}
