using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace OnPremLlm.Tenancy.ControlPlane;

/// <summary>How every context on the control database is set up, so that migrations and the running Host agree.</summary>
static class ControlDbContextOptions
{
    // Identity chooses its tables by an option of the application's services; where there are none (migrations), these stand in.
    static readonly ServiceProvider _identityOptions = new ServiceCollection().Configure<IdentityOptions>(UseNewestSchema).BuildServiceProvider();

    /// <summary>Version 3 has passkeys. The registration of Identity must use the same.</summary>
    public static void UseNewestSchema(IdentityOptions options) => options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;

    /// <summary>For the design-time tools, which connect to nothing.</summary>
    public static DbContextOptions<ControlDbContext> Disconnected() => Alone(builder => builder.UseNpgsql("Host=design-time", Configure));

    /// <summary>For provisioning, outside any container.</summary>
    public static DbContextOptions<ControlDbContext> On(NpgsqlDataSource source) => Alone(builder => builder.UseNpgsql(source, Configure));

    /// <summary>For the Host's container.</summary>
    public static void UseControlDatabase(this DbContextOptionsBuilder builder, NpgsqlDataSource source) =>
        builder.UseNpgsql(source, Configure).UseSnakeCaseNamingConvention();

    static DbContextOptions<ControlDbContext> Alone(Action<DbContextOptionsBuilder<ControlDbContext>> use)
    {
        var builder = new DbContextOptionsBuilder<ControlDbContext>();
        use(builder);
        return builder.UseApplicationServiceProvider(_identityOptions).UseSnakeCaseNamingConvention().Options;
    }

    static void Configure(Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure.NpgsqlDbContextOptionsBuilder npgsql) =>
        npgsql.MigrationsHistoryTable(ControlDbContext.HistoryTable, ControlDbContext.Schema);
}
