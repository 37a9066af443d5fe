using System.Diagnostics;

namespace OnPremLlm.Inference;

/// <summary>The operating system's own programs that a worker is started with. None of them sees the Host's environment.</summary>
internal static class SystemTools
{
    static readonly string[] _folders = ["/usr/bin", "/bin", "/usr/sbin", "/sbin"];

    /// <summary>Absolute path of a program; never taken from PATH, which whoever starts the Host controls.</summary>
    public static string Find(string name) => _folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
        ?? throw new InferenceException(InferenceFailure.Misconfigured, $"The program {name} is missing. Install the packages util-linux and coreutils, then try again.");

    /// <summary>Runs a program to its end, without any environment. The output is that of both streams.</summary>
    public static Task<(int Code, string Output)> RunAsync(IReadOnlyList<string> command, CancellationToken ct) => RunAsync(command, new Dictionary<string, string>(), ct);

    public static async Task<(int Code, string Output)> RunAsync(IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, CancellationToken ct)
    {
        using var process = Start(command, environment);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(ct);
        var error = process.StandardError.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        return (process.ExitCode, (await output + await error).Trim());
    }

    /// <summary>Starts a program with all three streams redirected and no other environment than the one given.</summary>
    public static Process Start(IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        start.Environment.Clear();
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start) ?? throw new InferenceException(InferenceFailure.Misconfigured, $"{command[0]} could not be started.");
    }
}
