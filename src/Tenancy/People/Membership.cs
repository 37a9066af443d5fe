namespace OnPremLlm.Tenancy.People;

/// <summary>What a person may do, and where.</summary>
public sealed record Membership
{
    public required PersonId PersonId { get; init; }

    /// <summary>The tenant; null exactly when <see cref="Role"/> is <see cref="Role.Operator"/>.</summary>
    public required TenantId? TenantId { get; init; }

    public required Role Role { get; init; }
}

/// <summary>Roles. All but <see cref="Operator"/> are held within one tenant. The numbers are stored: never renumber.</summary>
public enum Role
{
    Clinician = 1,
    TenantAdministrator = 2,
    Compliance = 3,

    /// <summary>Hospital IT: runs the installation, belongs to no tenant, sees no clinical content.</summary>
    Operator = 4,
}
