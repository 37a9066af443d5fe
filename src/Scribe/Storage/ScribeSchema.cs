using Microsoft.EntityFrameworkCore;
using Npgsql;
using OnPremLlm.Tenancy.Directory;

namespace OnPremLlm.Scribe.Storage;

/// <summary>Creates and upgrades schema "scribe" in a tenant's database, in the provisioning job.</summary>
internal sealed class ScribeSchema : ITenantSchema
{
    public string Name => ScribeDbContext.Schema;

    public async Task MigrateAsync(NpgsqlDataSource owner, CancellationToken cancellationToken)
    {
        await using var database = new ScribeDbContext(ScribeDbContext.Options(owner));
        await database.Database.MigrateAsync(cancellationToken);
    }
}
