namespace OnPremLlm.Scribe.Protocol;

/// <summary>POST /api/session. Answers 200 with <see cref="SignedIn"/> and a cookie, 401 for a wrong pair, 429 after too many tries.</summary>
public sealed record SignInRequest
{
    public required string Email { get; init; }
    public required string Password { get; init; }
}

/// <summary>GET /api/session: who is signed in. 401 when nobody is.</summary>
public sealed record SignedIn
{
    public required Guid PersonId { get; init; }
    public required string DisplayName { get; init; }
    /// <summary>The clinic this session acts in; null for operators, who belong to none.</summary>
    public Guid? TenantId { get; init; }
    public string? TenantName { get; init; }
    /// <summary>"clinician", "tenant-administrator", "compliance", "operator".</summary>
    public required IReadOnlyList<string> Roles { get; init; }
    /// <summary>True where an engine in use is a demonstration: every page says so.</summary>
    public required bool Demonstration { get; init; }
}
