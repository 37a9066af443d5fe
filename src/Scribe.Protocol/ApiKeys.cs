namespace OnPremLlm.Scribe.Protocol;

/// <summary>GET /api/admin/keys: the clinic's API keys in every state, the newest first. The key itself is in none of them.</summary>
public sealed record ApiKeySummary
{
    /// <summary>16 letters and digits, which stand in the key's text too.</summary>
    public required string Id { get; init; }
    public required string Name { get; init; }
    /// <summary>Any of inference, embeddings, models.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }
    /// <summary>active, expired or revoked.</summary>
    public required string State { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    /// <summary>Null when IT made it on the command line.</summary>
    public Guid? CreatedBy { get; init; }
    /// <summary>From then on it is refused; null: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
    public DateTimeOffset? RevokedAt { get; init; }
    /// <summary>The UTC day of its latest use.</summary>
    public DateOnly? LastUsedOn { get; init; }
}

/// <summary>POST /api/admin/keys.</summary>
public sealed record CreateApiKeyRequest
{
    /// <summary>What it is for: 1 to 100 characters of one line.</summary>
    public required string Name { get; init; }
    /// <summary>Left out: all. Else at least one.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }
    /// <summary>1 to 366; left out: 90. Not together with <see cref="NeverExpires"/>.</summary>
    public int? ExpiresInDays { get; init; }
    public bool NeverExpires { get; init; }
}

/// <summary>Answers POST /api/admin/keys, and nothing ever again: the key is stored as a hash.</summary>
public sealed record NewApiKeyText
{
    /// <summary>The key as it stands in the header Authorization, after "Bearer ".</summary>
    public required string Key { get; init; }
    public required ApiKeySummary Summary { get; init; }
}
