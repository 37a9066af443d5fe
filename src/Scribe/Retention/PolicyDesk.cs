
namespace OnPremLlm.Scribe.Retention;

/// <summary>Sets a tenant's retention policy; the change is entered in its ledger.</summary>
public sealed class PolicyDesk
{
    readonly Dispositions _dispositions;

    internal PolicyDesk(Dispositions dispositions) => _dispositions = dispositions;

    /// <summary>Gives a tenant its first policy; does nothing when it has one.</summary>
    public Task EnsureAsync(TenantId tenant, RetentionPolicy first, CancellationToken ct) => _dispositions.EnsurePolicyAsync(tenant, first, ct);

    /// <summary>The policy's version must be one above the tenant's last.</summary>
    public Task SetAsync(TenantId tenant, RetentionPolicy policy, CancellationToken ct) => _dispositions.SetPolicyAsync(tenant, policy, ct);
}
