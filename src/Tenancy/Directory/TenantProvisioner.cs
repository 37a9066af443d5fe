namespace OnPremLlm.Tenancy.Directory;

public sealed class TenantProvisioner
{
    public Task<Tenant> CreateAsync(string name, bool isTraining, CancellationToken cancellationToken) => throw new NotImplementedException();
    public Task MigrateAllAsync(IProgress<TenantId>? progress, CancellationToken cancellationToken) => throw new NotImplementedException();
}
