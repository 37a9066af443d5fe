using OnPremLlm.Tenancy.ApiKeys;

namespace OnPremLlm.Tenancy.ControlPlane;

/// <summary>An API key as the control database keeps it: of the key's text only the id and the hash of the secret.</summary>
sealed class ApiKeyRow
{
    public required string Id { get; init; }

    public Guid TenantId { get; init; }

    public required string Name { get; init; }

    public ApiKeyScopes Scopes { get; init; }

    /// <summary>SHA-256 of the secret, 32 bytes.</summary>
    public required byte[] SecretHash { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public Guid? CreatedBy { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>The day only: a time of each use would be a diary of whoever works with the key.</summary>
    public DateOnly? LastUsedOn { get; set; }

    public ApiKey ToApiKey() => new()
    {
        Id = new(Id),
        Name = Name,
        Scopes = Scopes,
        CreatedAt = CreatedAt,
        CreatedBy = CreatedBy is { } person ? new PersonId(person) : null,
        ExpiresAt = ExpiresAt,
        RevokedAt = RevokedAt,
        LastUsedOn = LastUsedOn,
    };
}
