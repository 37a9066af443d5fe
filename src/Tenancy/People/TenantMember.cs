namespace OnPremLlm.Tenancy.People;

/// <summary>A person as a tenant's administrator sees them.</summary>
public sealed record TenantMember
{
    public required PersonId PersonId { get; init; }

    public required string Email { get; init; }

    public required string DisplayName { get; init; }

    public required Role Role { get; init; }
}
