namespace OnPremLlm.Scribe.Protocol;

/// <summary>
/// GET /api/compliance/records: the record categories of the newest 500 visits, newest first. GET /api/compliance/due: what is overdue or due within
/// 24 hours, earliest first, at most 2,000. How many there are of each: GET /api/compliance/counts. No clinical content.
/// </summary>
public sealed record ComplianceRecord
{
    public required Guid VisitId { get; init; }
    public required RecordKind Kind { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? DueAt { get; init; }
    public required bool OnHold { get; init; }
    public DateTimeOffset? PurgedAt { get; init; }
    public Guid? ReceiptId { get; init; }
    /// <summary>True when the due date is reached and it is not purged, under a hold or not.</summary>
    public required bool Overdue { get; init; }
}

/// <summary>GET /api/compliance/counts: over all records of the clinic, however old. A record is one category of one visit.</summary>
public sealed record ComplianceCounts
{
    /// <summary>The due date is reached, and neither a purge nor a hold has come. The sweep runs every minute: one that stays is a fault.</summary>
    public required int Overdue { get; init; }
    /// <summary>Of visits with a record that is overdue.</summary>
    public required int OverdueVisits { get; init; }
    /// <summary>Due within the next 24 hours and not on hold.</summary>
    public required int DueSoon { get; init; }
    public required int OnHold { get; init; }
    /// <summary>On hold, and due but for that.</summary>
    public required int HeldBeyondDue { get; init; }
    public required int Purged { get; init; }
    /// <summary>Not purged: with those that are overdue, due soon, or on hold.</summary>
    public required int Live { get; init; }
    public required int Visits { get; init; }
    public required int Receipts { get; init; }
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

/// <summary>GET /api/admin/engines: the workers that serve this tenant, its own and shared ones; speech first, then by model.</summary>
public sealed record EngineSummary
{
    public required string Kind { get; init; }
    /// <summary>Id of the model; null for speech.</summary>
    public string? Model { get; init; }
    /// <summary>It serves other clinics too.</summary>
    public required bool Shared { get; init; }
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
