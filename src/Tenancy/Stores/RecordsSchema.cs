using Microsoft.EntityFrameworkCore;
using Npgsql;
using OnPremLlm.Tenancy.Directory;

namespace OnPremLlm.Tenancy.Stores;

/// <summary>The schema of sealed records, which every tenant's database has.</summary>
sealed class RecordsSchema : ITenantSchema
{
    public string Name => RecordsDbContext.Schema;

    public async Task MigrateAsync(NpgsqlDataSource owner, CancellationToken cancellationToken)
    {
        await using var context = RecordsDbContext.On(owner);
        await context.Database.MigrateAsync(cancellationToken);
    }
}
