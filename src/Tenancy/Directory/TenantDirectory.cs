using Microsoft.EntityFrameworkCore;
using OnPremLlm.Tenancy.ControlPlane;

namespace OnPremLlm.Tenancy.Directory;

/// <summary>
/// The tenants of this installation, read from the control database at each call. Tenants whose provisioning is not complete are not seen.
/// A database that fails throws; it never looks like an absent tenant. Thread-safe.
/// </summary>
public sealed class TenantDirectory(IDbContextFactory<ControlDbContext> contexts)
{
    /// <summary>Null when there is no such tenant.</summary>
    public async Task<Tenant?> FindAsync(TenantId tenant, CancellationToken cancellationToken) =>
        (await FindRowAsync(tenant, cancellationToken))?.ToTenant();

    /// <summary>All tenants by name. For operators and background work: what a person may see follows from the person's memberships.</summary>
    public async Task<IReadOnlyList<Tenant>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Tenants.AsNoTracking().Where(row => row.ProvisionedAt != null).OrderBy(row => row.Name).ToListAsync(cancellationToken);
        return [.. rows.Select(row => row.ToTenant())];
    }

    internal async Task<TenantRow?> FindRowAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Tenants.AsNoTracking().SingleOrDefaultAsync(row => row.Id == tenant.Value && row.ProvisionedAt != null, cancellationToken);
    }
}
