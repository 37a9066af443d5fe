using OnPremLlm.Ledger;

namespace OnPremLlm.Verifier.Tests;

public sealed class RunningTheVerifier : IAsyncLifetime
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
    public void Without_a_key_it_says_where_the_key_came_from_and_asks_to_compare_it()
    {
        var (exitCode, output, _) = Running.Verifier("receipt", _bundle);

        Assert.Equal(VerifierCommand.Verified, exitCode);
        Assert.Contains("came with the data itself", output, StringComparison.Ordinal);
        Assert.Contains("VERIFIED, except for 1 point", output, StringComparison.Ordinal);
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
    public void Help_names_both_commands()
    {
        var (exitCode, output, _) = Running.Verifier("--help");

        Assert.Equal(0, exitCode);
        Assert.Contains("receipt", output, StringComparison.Ordinal);
        Assert.Contains("log", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_whole_log_folder_is_recomputed()
    {
        var (exitCode, output, _) = Running.Verifier("log", Path.Combine(_story.Folder, "log"), "--key", _story.Log.VerifierKey, "--json");

        Assert.Equal(VerifierCommand.Verified, exitCode);
        Assert.Equal("key:passed head:passed log:passed continues:notChecked history:passed holds:passed completeness:passed", Running.Outcomes(output));
    }

    [Fact]
    public async Task A_log_continues_its_own_earlier_head_and_no_other()
    {
        var earlier = Path.Combine(_story.Folder, "earlier");
        await File.WriteAllTextAsync(earlier, _story.Log.Head.Note);
        await _story.RecordVisitAsync("audio");
        await using var other = await PurgeStory.BeginAsync();

        Assert.Contains("continues:passed", Running.Outcomes(Running.Verifier("log", Path.Combine(_story.Folder, "log"), "--earlier", earlier, "--json").Output), StringComparison.Ordinal);
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
    }

    private static void Unusable(string message, params string[] args)
    {
        var (exitCode, output, error) = Running.Verifier(args);
        Assert.Equal(VerifierCommand.Unusable, exitCode);
        Assert.Empty(output);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }
}
