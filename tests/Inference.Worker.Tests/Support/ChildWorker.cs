using System.Diagnostics;
using OnPremLlm.Inference.Worker.Hosting;

namespace OnPremLlm.Inference.Worker.Tests.Support;

/// <summary>The worker as a process of its own, for what may end it. Its standard input stays open until disposal.</summary>
internal sealed class ChildWorker : IAsyncDisposable
{
    readonly DirectoryInfo folder;
    readonly TaskCompletionSource listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly List<string> log = [];

    ChildWorker(DirectoryInfo folder, IEnumerable<string> arguments)
    {
        this.folder = folder;
        var start = new ProcessStartInfo("dotnet", [typeof(WorkerHost).Assembly.Location, .. arguments, "--socket", Socket])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            Environment = { ["GGML_NO_BACKTRACE"] = "1", ["DOTNET_EnableDiagnostics"] = "0" },
        };
        Process = new() { StartInfo = start, EnableRaisingEvents = true };
        Process.ErrorDataReceived += (_, line) => OnLine(line.Data);
        Process.Start();
        Process.BeginErrorReadLine();
    }

    public Process Process { get; }

    public string Socket => Path.Combine(folder.FullName, "s");

    public string Log
    {
        get
        {
            lock (log)
            {
                return string.Join('\n', log);
            }
        }
    }

    /// <summary>Starts `worker generation` and returns when it listens or has ended.</summary>
    public static async Task<ChildWorker> StartAsync(string model, params string[] more)
    {
        var worker = new ChildWorker(Directory.CreateTempSubdirectory("child"), ["generation", "--model", model, "--native", InProcessWorker.NativePackage, "--threads", "1", "--parent-pipe", .. more]);
        await Task.WhenAny(worker.listening.Task, worker.Process.WaitForExitAsync());
        return worker;
    }

    /// <summary>The exit code, once standard input is closed.</summary>
    public async Task<int> EndAsync()
    {
        Process.StandardInput.Close();
        await Process.WaitForExitAsync();
        return Process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!Process.HasExited)
        {
            Process.Kill();
            await Process.WaitForExitAsync();
        }

        Process.Dispose();
        folder.Delete(recursive: true);
    }

    void OnLine(string? line)
    {
        lock (log)
        {
            log.Add(line ?? "");
        }

        if (line?.Contains("\"EventId\":1000,", StringComparison.Ordinal) == true)
        {
            listening.TrySetResult();
        }
    }
}
