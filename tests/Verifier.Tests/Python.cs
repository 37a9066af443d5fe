using System.Diagnostics;
using OnPremLlm.TestSupport;

namespace OnPremLlm.Verifier.Tests;

/// <summary>Runs Debian's python3 on the script that auditors get.</summary>
internal static class Python
{
    public static string Script { get; } = Repository.PathOf("src", "Verifier", "verify_receipt.py");

    public static (int ExitCode, string Output, string Error) Run(params string[] args)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("python3", args) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, error.Result);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new InvalidOperationException("python3 is not installed, and the second verifier is written in it. Install it: apt-get install -y python3", e);
        }
    }
}
