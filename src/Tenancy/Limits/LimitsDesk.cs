using Microsoft.EntityFrameworkCore;
using OnPremLlm.Tenancy.ControlPlane;

namespace OnPremLlm.Tenancy.Limits;

/// <summary>
/// The tenants' limits in the control database, behind row-level security: each method names the tenant to the database first. Limits protect
/// tenants from each other, so only IT sets them; a tenant's administrator reads its own. Thread-safe.
/// </summary>
public sealed class LimitsDesk(IDbContextFactory<ControlDbContext> contexts, TimeProvider clock)
{
    /// <summary>Nothing set where there is no such tenant, as where nothing was set.</summary>
    public async Task<TenantLimits> GetAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        await using var control = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await control.Database.BeginTransactionAsync(cancellationToken);
        await NameTenantAsync(control, tenant, cancellationToken);
        return (await control.Limits.AsNoTracking().SingleOrDefaultAsync(row => row.TenantId == tenant.Value, cancellationToken))?.ToLimits() ?? new();
    }

    /// <summary>Changes what is set and returns what counts now. Of two at a time one waits for the other. Throws <see cref="LimitsRefusedException"/> and changes nothing for a value out of bounds.</summary>
    public async Task<TenantLimits> ChangeAsync(TenantId tenant, Func<TenantLimits, TenantLimits> change, CancellationToken cancellationToken)
    {
        await using var control = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await control.Database.BeginTransactionAsync(cancellationToken);
        await NameTenantAsync(control, tenant, cancellationToken);
        var row = await LockAsync(control, tenant, cancellationToken);
        var wanted = change(row.ToLimits());
        LimitBounds.Check(wanted);
        row.Take(wanted, clock.GetUtcNow());
        await control.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return row.ToLimits();
    }

    async Task<TenantLimitsRow> LockAsync(ControlDbContext control, TenantId tenant, CancellationToken cancellationToken)
    {
        await control.Database.ExecuteSqlAsync($"INSERT INTO control.tenant_limits (tenant_id, changed_at) VALUES ({tenant.Value}, {clock.GetUtcNow()}) ON CONFLICT (tenant_id) DO NOTHING", cancellationToken);
        return (await control.Limits.FromSql($"SELECT * FROM control.tenant_limits WHERE tenant_id = {tenant.Value} FOR UPDATE").ToListAsync(cancellationToken)).Single();
    }

    // "true": for this transaction only, as in People.
    static Task<int> NameTenantAsync(ControlDbContext control, TenantId tenant, CancellationToken cancellationToken) =>
        control.Database.ExecuteSqlAsync($"SELECT set_config('onpremllm.tenant', {tenant.ToString()}, true)", cancellationToken);
}
