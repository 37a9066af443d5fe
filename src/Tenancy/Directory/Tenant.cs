namespace OnPremLlm.Tenancy.Directory;

/// <summary>A clinic, department or practice with its own database, keys and people.</summary>
public sealed record Tenant
{
    public required TenantId Id { get; init; }

    /// <summary>What people call it; unique, 1 to 200 characters.</summary>
    public required string Name { get; init; }

    /// <summary>True where invented patients only are recorded: demonstration engines and the export of their notes are allowed there.</summary>
    public required bool IsTraining { get; init; }

    public required TenantState State { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Whether people of a tenant may sign in. Retention runs in both states.</summary>
public enum TenantState
{
    Active = 1,
    Suspended = 2,
}
