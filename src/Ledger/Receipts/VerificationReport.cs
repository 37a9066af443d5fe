using System.Text.Json;

namespace OnPremLlm.Ledger;

/// <summary>What a verification found: every check with its outcome and a plain sentence, in a fixed order.</summary>
public sealed record VerificationReport
{
    /// <summary>The checks made, and those that could not be made.</summary>
    public required IReadOnlyList<VerificationCheck> Checks { get; init; }

    /// <summary>Records destroyed, or still waiting, more than 15 minutes after they were due; null where the whole log was not given.</summary>
    public IReadOnlyList<RecordLateness>? Late { get; init; }

    /// <summary>True only where something was checked and nothing failed. What was not checked is not counted; see <see cref="Gaps"/>.</summary>
    public bool Verified => Checks.Any(check => check.Outcome == CheckOutcome.Passed) && Checks.All(check => check.Outcome != CheckOutcome.Failed);

    /// <summary>How many checks could not be made with what was given.</summary>
    public int Gaps => Checks.Count(check => check.Outcome == CheckOutcome.NotChecked);

    /// <summary>The report as JSON for other programs.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ReadableJson.Context.VerificationReport);
}

/// <summary>One check.</summary>
public sealed record VerificationCheck
{
    /// <summary>A stable kebab-case name, the same in both verifiers.</summary>
    public required string Id { get; init; }

    /// <summary>How it came out.</summary>
    public required CheckOutcome Outcome { get; init; }

    /// <summary>What that means, in one plain sentence.</summary>
    public required string Sentence { get; init; }
}

/// <summary>A record that outlived its due date (or the end of its last hold, where that was later).</summary>
public sealed record RecordLateness
{
    /// <summary>The record, as <see cref="LedgerEntry.RecordItem"/> writes it.</summary>
    public required string Record { get; init; }

    /// <summary>When it had to go.</summary>
    public required DateTimeOffset Due { get; init; }

    /// <summary>How many minutes later its receipt was written, or the head was, where there is none.</summary>
    public required long MinutesLate { get; init; }

    /// <summary>Whether it is destroyed by now.</summary>
    public required bool Destroyed { get; init; }
}

/// <summary>How a check came out.</summary>
public enum CheckOutcome
{
    /// <summary>It holds.</summary>
    Passed,

    /// <summary>It does not hold: do not rely on the document.</summary>
    Failed,

    /// <summary>What was given does not suffice to tell.</summary>
    NotChecked,
}
