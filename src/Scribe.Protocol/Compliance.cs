namespace OnPremLlm.Scribe.Protocol;

/// <summary>GET /api/compliance/records: every visit's record categories with due date, hold and purge. No clinical content.</summary>
public sealed record ComplianceRecord
{
    public required Guid VisitId { get; init; }
    public required RecordKind Kind { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? DueAt { get; init; }
    public required bool OnHold { get; init; }
    public DateTimeOffset? PurgedAt { get; init; }
    public Guid? ReceiptId { get; init; }
    /// <summary>True when the due date is past and it is not purged.</summary>
    public required bool Overdue { get; init; }
}

/// <summary>GET /api/compliance/receipts. The bundle that the Verifier reads is at /api/compliance/receipts/{id}/bundle.</summary>
public sealed record ReceiptSummary
{
    public required Guid Id { get; init; }
    public required DateTimeOffset IssuedAt { get; init; }
    public required int Records { get; init; }
    public required int Rows { get; init; }
    public required long LedgerIndex { get; init; }
}

/// <summary>POST /api/compliance/sweep: purges what is due now in this tenant.</summary>
public sealed record SweepResult
{
    public required int Due { get; init; }
    public required int Purged { get; init; }
    public required int Held { get; init; }
    /// <summary>Null when nothing was due.</summary>
    public Guid? ReceiptId { get; init; }
}

/// <summary>GET /api/admin/people.</summary>
public sealed record PersonSummary
{
    public required Guid Id { get; init; }
    public required string DisplayName { get; init; }
    public required string Email { get; init; }
    public required IReadOnlyList<string> Roles { get; init; }
}

/// <summary>GET /api/admin/engines: the workers of this tenant.</summary>
public sealed record EngineSummary
{
    public required string Kind { get; init; }
    public required string State { get; init; }
    public required string Engine { get; init; }
    public required int Restarts { get; init; }
    public DateTimeOffset? StartedAt { get; init; }
    public required IReadOnlyList<string> Devices { get; init; }
    /// <summary>False: it runs under the Host's own account.</summary>
    public required bool SeparateAccount { get; init; }
    /// <summary>False: the system refused it a network namespace of its own.</summary>
    public required bool NetworkIsolated { get; init; }
    public string? LastFailure { get; init; }
}
