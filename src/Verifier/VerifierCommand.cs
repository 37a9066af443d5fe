using System.CommandLine;
using System.Globalization;
using OnPremLlm.Ledger;

namespace OnPremLlm.Verifier;

/// <summary>
/// The command line. Exit codes: 0 verified, 1 not verified, 2 wrong usage or nothing readable to verify, 3 nothing failed, but not everything
/// could be checked. Attack: a forger signs a receipt with a key of his own and puts that key into it; a script that reads the exit code alone
/// must not take it for verified where nobody said which key is the hospital's.
/// </summary>
internal static class VerifierCommand
{
    public const int Verified = 0;
    public const int NotVerified = 1;
    public const int Unusable = 2;
    public const int NotAllChecked = 3;
    private const string ExitCodes = "Exit code: 0 verified; 1 not verified; 2 wrong usage or unreadable; 3 nothing failed, but not everything could be checked.";
    private const string TimeFormat = "yyyy-MM-ddTHH:mmZ";

    public static int Run(IReadOnlyList<string> args, TextWriter output, TextWriter error)
    {
        var root = new RootCommand($"Checks purge receipts and logs offline: needs no server, no network and no secret. {ExitCodes}")
        {
            ReceiptCommand(output, error),
            LogCommand(output, error),
        };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count == 0)
        {
            return parsed.Invoke(new InvocationConfiguration { Output = output, Error = error });
        }
        error.WriteLine($"{parsed.Errors[0].Message} Run 'OnPremLlm.Verifier --help' to see what is allowed.");
        return Unusable;
    }

    private static Command ReceiptCommand(TextWriter output, TextWriter error)
    {
        var bundle = new Argument<string>("BUNDLE.json") { Description = "The receipt that compliance exported." };
        var options = new CommonOptions();
        var command = new Command("receipt", $"Checks the receipt of one purge: signature, proofs, certificate, keys, due dates; with the whole log also holds and completeness. {ExitCodes} Without --key it is never 0: whoever makes a receipt chooses the key in it.") { bundle };
        options.AddTo(command);
        command.SetAction(parsed => Report(output, error, parsed.GetValue(options.Json), () =>
            ReceiptVerification.Verify(ReceiptBundle.Parse(InputFile.Read(parsed.GetRequiredValue(bundle))), options.KeyOf(parsed), options.AsOfOf(parsed))));
        return command;
    }

    private static Command LogCommand(TextWriter output, TextWriter error)
    {
        var folder = new Argument<string>("FOLDER") { Description = "A tenant's ledger folder, or a copy of one." };
        var earlier = new Option<string>("--earlier") { Description = "A checkpoint file kept since earlier, which the log must continue.", HelpName = "CHECKPOINT" };
        var options = new CommonOptions();
        var command = new Command("log", $"Recomputes a whole log from its entries and replays it: order, holds, completeness. {ExitCodes} It is 0 only with both --key and --earlier.") { folder, earlier };
        options.AddTo(command);
        command.SetAction(parsed => Report(output, error, parsed.GetValue(options.Json), () =>
            LogVerification.Verify(parsed.GetRequiredValue(folder), options.KeyOf(parsed), parsed.GetValue(earlier) is { } path ? InputFile.ReadText(path) : null, options.AsOfOf(parsed))));
        return command;
    }

    private static int Report(TextWriter output, TextWriter error, bool json, Func<VerificationReport> verify)
    {
        try
        {
            var report = verify();
            output.WriteLine(json ? report.ToJson() : ReportText.Format(report));
            return report switch
            {
                { Verified: false } => NotVerified,
                { Gaps: > 0 } => NotAllChecked,
                _ => Verified,
            };
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            error.WriteLine(e.Message);
            return Unusable;
        }
    }

    private sealed class CommonOptions
    {
        private readonly Option<string> _key = new("--key") { Description = "The log's public key (or a file with it) as you got it from the hospital by another way.", HelpName = "VKEY-or-file" };
        private readonly Option<string> _asOf = new("--as-of") { Description = "Judge what is overdue at this time (UTC, 2026-11-22T21:31Z) instead of the newest entry's.", HelpName = "TIME" };

        public Option<bool> Json { get; } = new("--json") { Description = "Print the report as JSON." };

        public void AddTo(Command command)
        {
            command.Add(_key);
            command.Add(_asOf);
            command.Add(Json);
        }

        public string? KeyOf(ParseResult parsed) => parsed.GetValue(_key) switch
        {
            null => null,
            var path when File.Exists(path) => InputFile.ReadText(path).Trim(),
            var key when key.Split('+').Length >= 3 => key,
            _ => throw new FormatException("--key names neither a file nor a public key. Give the text name+hash+key, or a file that holds it."),
        };

        public DateTimeOffset? AsOfOf(ParseResult parsed) => parsed.GetValue(_asOf) switch
        {
            null => null,
            var text when DateTimeOffset.TryParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time,
            _ => throw new FormatException("--as-of is not a time of the form 2026-11-22T21:31Z."),
        };
    }
}
