using System.Diagnostics;
using OnPremLlm.Ledger;
using OnPremLlm.TestSupport;

namespace OnPremLlm.Verifier.Tests;

/// <summary>Runs the commands of docs/compliance.md as they stand there.</summary>
public sealed class CheckingWithOpenssl
{
    private const string Marker = "<!-- run by CheckingWithOpenssl -->\n```sh\n";

    [OpensslFact]
    public async Task The_documented_commands_accept_a_true_receipt_and_find_its_certificate()
    {
        var (story, certificate) = await PurgeStory.OfTwoVisitsAsync();
        await using var _ = story;
        var (exitCode, output) = await RunAsync(story, await story.ExportAsync(certificate, LogExport.ProofsOnly));

        Assert.True(exitCode == 0, output);
        Assert.Contains("Signature Verified Successfully", output, StringComparison.Ordinal);
        Assert.Contains(PurgeCertificate.CommitmentOf(certificate), output, StringComparison.Ordinal);
    }

    [OpensslFact]
    public async Task The_documented_commands_refuse_a_changed_head()
    {
        var (story, certificate) = await PurgeStory.OfTwoVisitsAsync();
        await using var _ = story;
        var bundle = await story.ExportAsync(certificate, LogExport.ProofsOnly);
        var size = $"\n{story.Log.Head.Size}\n";
        var (_, output) = await RunAsync(story, bundle with { Checkpoint = bundle.Checkpoint.Replace(size, "\n99\n", StringComparison.Ordinal) });

        Assert.DoesNotContain("Verified Successfully", output, StringComparison.Ordinal);
        Assert.Contains("Signature Verification Failure", output, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(PurgeStory story, ReceiptBundle bundle)
    {
        OpensslFactAttribute.Require();
        var folder = Directory.CreateDirectory(Path.Combine(story.Folder, "openssl")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(folder, "receipt.json"), bundle.ToBytes());
        File.Copy(Path.Combine(story.Folder, "log", "log.vkey"), Path.Combine(folder, "log.vkey"));
        var page = await File.ReadAllTextAsync(Repository.PathOf("docs", "compliance.md"));
        var begin = page.IndexOf(Marker, StringComparison.Ordinal) + Marker.Length;
        var commands = page[begin..page.IndexOf("\n```", begin, StringComparison.Ordinal)];
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", $"exec 2>&1\n{commands}"]) { WorkingDirectory = folder, RedirectStandardOutput = true })!;
        var output = await shell.StandardOutput.ReadToEndAsync();
        await shell.WaitForExitAsync();
        return (shell.ExitCode, output);
    }
}

/// <summary>Needs openssl. Without it: skipped, and run (to fail with the reason) where CI is set.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OpensslFactAttribute : FactAttribute
{
    private const string Reason = "openssl is not installed: apt-get install -y openssl";

    public OpensslFactAttribute() => Skip = IsMissing && !Repository.IsContinuousIntegration ? Reason : null!;

    private static bool IsMissing => !File.Exists("/usr/bin/openssl");

    public static void Require() => Assert.False(IsMissing, Reason);
}
