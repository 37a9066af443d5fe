using System.Text.Json;

namespace OnPremLlm.Verifier.Tests;

/// <summary>Runs the verifier's command line in this process.</summary>
internal static class Running
{
    public static (int ExitCode, string Output, string Error) Verifier(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = VerifierCommand.Run(args, output, error);
        return (exitCode, output.ToString(), error.ToString());
    }

    /// <summary>The checks of a JSON report as <c>id:outcome</c>.</summary>
    public static string Outcomes(string json) =>
        string.Join(' ', JsonDocument.Parse(json).RootElement.GetProperty("checks").EnumerateArray().Select(c => $"{c.GetProperty("id").GetString()}:{c.GetProperty("outcome").GetString()}"));
}
