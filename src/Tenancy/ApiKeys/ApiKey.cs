namespace OnPremLlm.Tenancy.ApiKeys;

/// <summary>A key as the tenant's administrator sees it: everything but its secret, which nobody can read again.</summary>
public sealed record ApiKey
{
    public required ApiKeyId Id { get; init; }

    /// <summary>What it is for, 1 to 100 characters; need not be unique.</summary>
    public required string Name { get; init; }

    public required ApiKeyScopes Scopes { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Null when IT made it on the command line, and when the person's account is gone.</summary>
    public required PersonId? CreatedBy { get; init; }

    /// <summary>From this moment on it is refused; null: never.</summary>
    public required DateTimeOffset? ExpiresAt { get; init; }

    public required DateTimeOffset? RevokedAt { get; init; }

    /// <summary>The UTC day of its latest use; null before the first.</summary>
    public required DateOnly? LastUsedOn { get; init; }

    public ApiKeyState StateAt(DateTimeOffset now) => RevokedAt is not null ? ApiKeyState.Revoked
        : ExpiresAt <= now ? ApiKeyState.Expired
        : ApiKeyState.Active;
}

/// <summary>Only an active key opens anything.</summary>
public enum ApiKeyState
{
    Active,
    Expired,
    Revoked,
}

/// <summary>A key that is to be made.</summary>
public sealed record NewApiKey
{
    /// <summary>What it is for: 1 to 100 characters of one line.</summary>
    public required string Name { get; init; }

    /// <summary>Default: all.</summary>
    public ApiKeyScopes Scopes { get; init; } = ApiKeyScopes.All;

    /// <summary>Default: 90 days.</summary>
    public ApiKeyLifetime Lifetime { get; init; }

    /// <summary>Null for IT on the command line.</summary>
    public PersonId? CreatedBy { get; init; }
}

/// <summary>A key that was just made. <see cref="Text"/> is nowhere else: it is shown once and cannot be read again.</summary>
public sealed record CreatedApiKey(string Text, ApiKey Key)
{
    /// <summary>Attack: the record is logged whole, and the key with it.</summary>
    public override string ToString() => $"API key {Key.Id}";
}

/// <summary>Whose key was presented and what it opens.</summary>
public sealed record ApiKeyIdentity(TenantId TenantId, ApiKeyId ApiKeyId, string Name, ApiKeyScopes Scopes);

/// <summary>A key could not be made; the message says what the rules want.</summary>
public sealed class ApiKeyRefusedException(string message) : Exception(message);
