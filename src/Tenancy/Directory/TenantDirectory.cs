namespace OnPremLlm.Tenancy.Directory;

public sealed class TenantDirectory
{
    public Task<Tenant?> FindAsync(TenantId tenant, CancellationToken cancellationToken) => throw new NotImplementedException();
    public Task<IReadOnlyList<Tenant>> ListAsync(CancellationToken cancellationToken) => throw new NotImplementedException();
}
