using OnPremLlm.Tenancy.Directory;

namespace OnPremLlm.Tenancy.ControlPlane;

/// <summary>A tenant as the control database keeps it.</summary>
sealed class TenantRow
{
    public Guid Id { get; init; }

    public required string Name { get; init; }

    public bool IsTraining { get; init; }

    public TenantState State { get; set; } = TenantState.Active;

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Database of the tenant; its roles are this name with _owner and _app.</summary>
    public required string DatabaseName { get; init; }

    /// <summary>Password of the application role, sealed under a secret of the tenant: the control database alone opens no tenant.</summary>
    public byte[]? SealedPassword { get; set; }

    /// <summary>When provisioning was complete; until then the tenant is invisible, and provisioning the same name again goes on.</summary>
    public DateTimeOffset? ProvisionedAt { get; set; }

    public Tenant ToTenant() => new() { Id = new(Id), Name = Name, IsTraining = IsTraining, State = State, CreatedAt = CreatedAt };
}
