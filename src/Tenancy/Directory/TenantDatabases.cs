using Npgsql;

namespace OnPremLlm.Tenancy.Directory;

public sealed class TenantDatabases
{
    public ValueTask<NpgsqlDataSource> GetAsync(TenantId tenant, CancellationToken cancellationToken) => throw new NotImplementedException();
}
