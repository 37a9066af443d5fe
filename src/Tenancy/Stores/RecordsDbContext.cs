using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Npgsql;

namespace OnPremLlm.Tenancy.Stores;

/// <summary>The schema "records" of a tenant's database, for its migrations only; <see cref="RecordStore"/> reads and writes it with plain SQL.</summary>
sealed class RecordsDbContext(DbContextOptions<RecordsDbContext> options) : DbContext(options)
{
    public const string Schema = "records";
    const string HistoryTable = "__ef_migrations_history";

    public static RecordsDbContext On(NpgsqlDataSource source) => new(Builder(builder => builder.UseNpgsql(source,
        npgsql => npgsql.MigrationsHistoryTable(HistoryTable, Schema))));

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(Schema);
        modelBuilder.Entity<SealedRecordRow>(record =>
        {
            record.ToTable("sealed_records");
            record.HasKey(row => new { row.EncounterId, row.Category, row.Kind, row.Sequence });
            record.Property(row => row.Kind).HasMaxLength(32);
            record.Property(row => row.CreatedAt).HasDefaultValueSql("now()");
        });
    }

    static DbContextOptions<RecordsDbContext> Builder(Action<DbContextOptionsBuilder<RecordsDbContext>> use)
    {
        var builder = new DbContextOptionsBuilder<RecordsDbContext>();
        use(builder);
        return builder.UseSnakeCaseNamingConvention().Options;
    }

    /// <summary>For <c>dotnet ef migrations add NAME --context RecordsDbContext --output-dir Stores/Migrations</c>; connects to nothing.</summary>
    internal sealed class DesignTimeFactory : IDesignTimeDbContextFactory<RecordsDbContext>
    {
        public RecordsDbContext CreateDbContext(string[] args) => new(Builder(builder => builder.UseNpgsql("Host=design-time",
            npgsql => npgsql.MigrationsHistoryTable(HistoryTable, Schema))));
    }
}

/// <summary>One sealed object. The columns in clear say where it belongs; what was said is in <see cref="Sealed"/> only.</summary>
sealed class SealedRecordRow
{
    public Guid EncounterId { get; init; }

    public short Category { get; init; }

    public required string Kind { get; init; }

    public long Sequence { get; init; }

    public required byte[] Sealed { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}
