using System.Text;
using OnPremLlm.Ledger;

namespace OnPremLlm.Verifier;

/// <summary>A report as lines for a reader who is no engineer: one line a check, then the verdict.</summary>
internal static class ReportText
{
    public static string Format(VerificationReport report)
    {
        var text = new StringBuilder();
        foreach (var check in report.Checks)
        {
            text.Append(Mark(check.Outcome)).AppendLine(check.Sentence);
        }
        foreach (var late in report.Late ?? [])
        {
            text.AppendLine($"               late: {late.Record}, {late.MinutesLate} minutes, {(late.Destroyed ? "destroyed since" : "not destroyed")}");
        }
        return text.AppendLine().Append(Verdict(report)).ToString();
    }

    private static string Mark(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Passed => "[ ok ]         ",
        CheckOutcome.Failed => "[ FAILED ]     ",
        CheckOutcome.NotChecked => "[ not checked ]",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    } + " ";

    private static string Verdict(VerificationReport report) => (report.Verified, report.Gaps) switch
    {
        (false, _) => "NOT VERIFIED. Do not rely on this document; keep it as it is and ask the hospital's compliance office.",
        (true, 0) => "VERIFIED.",
        (true, var gaps) => $"NOTHING FAILED, but {(gaps == 1 ? "1 point" : $"{gaps} points")} could not be checked with what was given (marked above), so this is not a full verification.",
    };
}
