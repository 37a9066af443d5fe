using Microsoft.EntityFrameworkCore.Design;
using Npgsql;

namespace OnPremLlm.Scribe.Storage;

/// <summary>For <c>dotnet ef migrations add NAME --project src/Scribe</c>: it needs the model, and no database.</summary>
internal sealed class ScribeDbContextFactory : IDesignTimeDbContextFactory<ScribeDbContext>
{
    public ScribeDbContext CreateDbContext(string[] args) => new(ScribeDbContext.Options(NpgsqlDataSource.Create("Host=unused")));
}
