using System.Globalization;

namespace OnPremLlm.Ledger.Receipts;

/// <summary>Turns a replay into the checks <c>history</c>, <c>holds</c> and <c>completeness</c>.</summary>
internal static class ReplayChecks
{
    public const int NamedProblems = 3;

    public static IReadOnlyList<RecordLateness> Add(CheckList checks, LogReplay replay, DateTimeOffset? asOf)
    {
        var state = replay.Assess(asOf);
        checks.Add("history", Name(replay.Problems), $"Every entry is in order: each of the {replay.Receipts} receipts follows a key, a due date that had passed, and an intent.");
        checks.Add("holds", Name(replay.HoldViolations), "Nothing was destroyed while a legal hold was in force.");
        checks.Add("completeness", Name([.. state.Overdue.Select(late => $"{late.Record} was due {CoarseTime.FormatMinute(late.Due)}, is under no hold, and has no receipt ({late.MinutesLate} minutes late).")]),
            string.Create(CultureInfo.InvariantCulture, $"Nothing is overdue as of {CoarseTime.FormatMinute(state.At)}: of {state.Live} live records {state.Held} are held and {state.WithoutDue} have no due date yet; {state.Late.Count} purges came more than 15 minutes late. The log says nothing about later."));
        return state.Late;
    }

    public static void NotChecked(CheckList checks, string why)
    {
        checks.NotChecked("history", $"The order of all entries: {why}");
        checks.NotChecked("holds", $"That no legal hold was in force: {why}");
        checks.NotChecked("completeness", $"That nothing else is overdue: {why}");
    }

    /// <summary>The first problems and how many more there are; null for none.</summary>
    public static string? Name(IReadOnlyCollection<string> problems) => problems.Count switch
    {
        0 => null,
        <= NamedProblems => string.Join(' ', problems),
        _ => $"{string.Join(' ', problems.Take(NamedProblems))} And {problems.Count - NamedProblems} more.",
    };
}
