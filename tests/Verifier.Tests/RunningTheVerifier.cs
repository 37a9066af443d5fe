using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using OnPremLlm.Ledger;

namespace OnPremLlm.Verifier.Tests;

public sealed partial class RunningTheVerifier : IAsyncLifetime
{
    private PurgeStory _story = null!; // set by InitializeAsync before every test
    private string _bundle = "";

    public async Task InitializeAsync()
    {
        (_story, var certificate) = await PurgeStory.OfTwoVisitsAsync();
        _bundle = Path.Combine(_story.Folder, "receipt.json");
        await File.WriteAllBytesAsync(_bundle, (await _story.ExportAsync(certificate, LogExport.WholeLog)).ToBytes());
    }

    public async Task DisposeAsync() => await _story.DisposeAsync();

    [Fact]
    public void A_true_receipt_ends_with_a_verdict_and_exit_code_0()
    {
        var (exitCode, output, error) = Running.Verifier("receipt", _bundle, "--key", _story.Log.VerifierKey);

        Assert.Equal(VerifierCommand.Verified, exitCode);
        Assert.EndsWith($"VERIFIED.{Environment.NewLine}", output, StringComparison.Ordinal);
        Assert.Empty(error);
    }

    [Fact]
    public void Without_a_key_it_says_where_the_key_came_from_and_no_exit_code_passes_it_for_verified()
    {
        foreach (var (exitCode, output, _) in Both(_bundle))
        {
            Assert.Equal(VerifierCommand.NotAllChecked, exitCode);
            Assert.Contains("came with the data itself", output, StringComparison.Ordinal);
            Assert.Contains("NOTHING FAILED, but 1 point could not be checked", output, StringComparison.Ordinal);
            Assert.DoesNotContain("VERIFIED", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Without_the_whole_log_five_points_are_left_and_the_exit_code_is_3()
    {
        var certificate = ReceiptBundle.Parse(await File.ReadAllBytesAsync(_bundle)).Certificate;
        await File.WriteAllBytesAsync(_bundle, (await _story.ExportAsync(Encoding.UTF8.GetBytes(certificate), LogExport.ProofsOnly)).ToBytes());

        foreach (var (exitCode, output, _) in Both(_bundle))
        {
            Assert.Equal(VerifierCommand.NotAllChecked, exitCode);
            Assert.Contains("but 5 points could not be checked", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_changed_receipt_is_not_verified_and_the_exit_code_is_1()
    {
        File.WriteAllText(_bundle, File.ReadAllText(_bundle).Replace("no snapshot", "a snapshot", StringComparison.OrdinalIgnoreCase));
        var (exitCode, output, _) = Running.Verifier("receipt", _bundle);

        Assert.Equal(VerifierCommand.NotVerified, exitCode);
        Assert.Contains("[ FAILED ]", output, StringComparison.Ordinal);
        Assert.Contains("NOT VERIFIED", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_may_be_given_as_a_file()
    {
        Assert.Equal(VerifierCommand.Verified, Running.Verifier("receipt", _bundle, "--key", Path.Combine(_story.Folder, "log", "log.vkey")).ExitCode);
    }

    [Theory]
    [InlineData("", "not a receipt bundle")]
    [InlineData("patient", "not a receipt bundle")]
    [InlineData("null", "no receipt bundle")]
    [InlineData("[]", "not a receipt bundle")]
    [InlineData("{\"version\":1}", "not a receipt bundle")]
    public void What_is_no_bundle_gives_one_clear_message_and_exit_code_2(string content, string message)
    {
        File.WriteAllText(_bundle, content);
        Unusable(message, "receipt", _bundle);
    }

    [Fact]
    public void A_truncated_bundle_gives_one_clear_message()
    {
        File.WriteAllText(_bundle, File.ReadAllText(_bundle)[..2000]);
        Unusable("cut off", "receipt", _bundle);
    }

    [Fact]
    public void A_bundle_of_another_version_is_named_as_such()
    {
        File.WriteAllText(_bundle, File.ReadAllText(_bundle).Replace("\"version\": 1", "\"version\": 2", StringComparison.Ordinal));
        Unusable("format version 2", "receipt", _bundle);
    }

    [Fact]
    public void A_missing_file_a_folder_without_a_log_and_wrong_usage_give_one_message_each()
    {
        Unusable("there is no such file", "receipt", _bundle + ".absent");
        Unusable("no log in", "log", _story.Folder);
        Unusable("--help", "receive", _bundle);
        Unusable("--key", "receipt", _bundle, "--key", "absent.vkey");
        Unusable("--as-of", "receipt", _bundle, "--as-of", "yesterday");
    }

    [Fact]
    public void Both_verifiers_say_the_same_true_reason_why_an_input_is_unusable()
    {
        UnusableForBoth($"{_story.Folder} cannot be read: it is a folder", _story.Folder);
        UnusableForBoth(".absent cannot be read: there is no such file", _bundle + ".absent");
        UnusableForBoth("cannot be read: there is no such file", Path.Combine(_story.Folder, "absent", "receipt.json"));
        UnusableForBoth("--key names neither a file nor a public key", _bundle, "--key", _story.Folder);
        UnusableForBoth("--key names neither a file nor a public key", _bundle, "--key", "absent.vkey");
        UnusableForBoth("--as-of is not a time", _bundle, "--as-of", "yesterday");
        UnusableForBoth("--as-of is not a time", _bundle, "--as-of", "");
    }

    [Fact]
    public void Help_names_both_commands()
    {
        var (exitCode, output, _) = Running.Verifier("--help");

        Assert.Equal(0, exitCode);
        Assert.Contains("receipt", output, StringComparison.Ordinal);
        Assert.Contains("log", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_of_both_verifiers_names_the_exit_codes()
    {
        foreach (var help in (string[])[Running.Verifier("receipt", "--help").Output, Running.Verifier("log", "--help").Output, Python.Run(Python.Script, "--help").Output])
        {
            var text = Whitespace().Replace(help, " ");
            Assert.Contains("0 verified; 1 not verified; 2 wrong usage or unreadable; 3 nothing failed, but not everything could be checked", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_whole_log_folder_is_recomputed()
    {
        var (exitCode, output, _) = Running.Verifier("log", Path.Combine(_story.Folder, "log"), "--key", _story.Log.VerifierKey, "--json");

        Assert.Equal(VerifierCommand.NotAllChecked, exitCode);
        Assert.Equal("key:passed head:passed log:passed continues:notChecked history:passed holds:passed completeness:passed", Running.Outcomes(output));
    }

    [Fact]
    public async Task A_log_continues_its_own_earlier_head_and_no_other()
    {
        var earlier = Path.Combine(_story.Folder, "earlier");
        await File.WriteAllTextAsync(earlier, _story.Log.Head.Note);
        await _story.RecordVisitAsync("audio");
        await using var other = await PurgeStory.BeginAsync();

        var own = Running.Verifier("log", Path.Combine(_story.Folder, "log"), "--earlier", earlier, "--key", _story.Log.VerifierKey, "--json");
        Assert.Equal(VerifierCommand.Verified, own.ExitCode);
        Assert.Contains("continues:passed", Running.Outcomes(own.Output), StringComparison.Ordinal);
        var foreign = Running.Verifier("log", Path.Combine(other.Folder, "log"), "--earlier", earlier, "--json");
        Assert.Equal(VerifierCommand.NotVerified, foreign.ExitCode);
        Assert.Contains("continues:failed", Running.Outcomes(foreign.Output), StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_folder_with_a_changed_entry_is_not_verified()
    {
        var entries = Directory.GetFiles(Path.Combine(_story.Folder, "log", "tile", "entries"), "*", SearchOption.AllDirectories).Single();
        var bytes = File.ReadAllBytes(entries);
        bytes[^10] ^= 1;
        File.WriteAllBytes(entries, bytes);

        Assert.Equal(VerifierCommand.NotVerified, Running.Verifier("log", Path.Combine(_story.Folder, "log")).ExitCode);
    }

    [Fact]
    public void The_python_script_gives_the_same_exit_codes()
    {
        Assert.Equal(0, Python.Run(Python.Script, _bundle, "--key", _story.Log.VerifierKey).ExitCode);
        Assert.Equal(1, Python.Run(Python.Script, _bundle, "--as-of", "2030-01-01T00:00Z", "--key", "other+00000000+AAAA").ExitCode);
        Assert.Equal(2, Python.Run(Python.Script, _bundle + ".absent").ExitCode);
        Assert.Equal(3, Python.Run(Python.Script, _bundle).ExitCode);
    }

    [Fact]
    public void Reports_as_JSON_count_what_could_not_be_checked()
    {
        foreach (var (exitCode, output, _) in Both(_bundle, "--json"))
        {
            Assert.Equal(VerifierCommand.NotAllChecked, exitCode);
            Assert.Equal(1, JsonDocument.Parse(output).RootElement.GetProperty("gaps").GetInt32());
        }
    }

    private static (int ExitCode, string Output, string Error)[] Both(params string[] args) =>
        [Running.Verifier(["receipt", .. args]), Python.Run([Python.Script, .. args])];

    private static void UnusableForBoth(string message, params string[] args)
    {
        Unusable(message, ["receipt", .. args]);
        var (exitCode, output, error) = Python.Run([Python.Script, .. args]);
        Assert.Equal(VerifierCommand.Unusable, exitCode);
        Assert.Empty(output);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    // Help is broken into lines as wide as the terminal.
    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();

    private static void Unusable(string message, params string[] args)
    {
        var (exitCode, output, error) = Running.Verifier(args);
        Assert.Equal(VerifierCommand.Unusable, exitCode);
        Assert.Empty(output);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }
}
