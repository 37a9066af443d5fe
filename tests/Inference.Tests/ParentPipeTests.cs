using System.Diagnostics;
using OnPremLlm.Inference.Tests.Support;

namespace OnPremLlm.Inference.Tests;

public class ParentPipeTests
{
    [Fact]
    public async Task Kill_9_of_the_parent_ends_the_worker()
    {
        var options = new InferenceOptions();
        RealWorkers.Defaults(options);
        var folder = Directory.CreateTempSubdirectory("opl-pipe-").FullName;
        string[] worker = [DotnetHost.Path, options.WorkerProgram, "generation", "--socket", Path.Combine(folder, "s"), "--model", options.ModelFile!, "--native", options.NativeFolder, "--threads", "1", "--parent-pipe"];
        // The shell stands for the Host's process group: sleep alone holds the writing end, as the Host does.
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "sleep 600 | \"$@\"", "sh", .. worker]) { RedirectStandardError = true })!;
        while (await shell.StandardError.ReadLineAsync() is { } line && WorkerLine.Parse(line).EventId != 1000)
        {
        }

        Assert.False(shell.HasExited, "The worker ended before its parent did.");
        var parent = File.ReadAllText($"/proc/{shell.Id}/task/{shell.Id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(int.Parse).Single(child => RealWorkers.ProcField(child, "Name") == "sleep");
        RealWorkers.Signal("KILL", parent);

        // The shell waits for both: it ends only when the worker has.
        await shell.WaitForExitAsync();
        Assert.Equal(0, shell.ExitCode);
        Directory.Delete(folder, recursive: true);
    }
}
