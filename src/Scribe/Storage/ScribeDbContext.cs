using Microsoft.EntityFrameworkCore;
using Npgsql;
using OnPremLlm.Ledger;
using OnPremLlm.Tenancy.Directory;

namespace OnPremLlm.Scribe.Storage;

/// <summary>Schema "scribe" of a tenant's database. Holds ids, states and times only.</summary>
internal sealed class ScribeDbContext(DbContextOptions<ScribeDbContext> options) : DbContext(options)
{
    public const string Schema = "scribe";

    public DbSet<Encounter> Encounters => Set<Encounter>();
    public DbSet<Disposition> Dispositions => Set<Disposition>();
    public DbSet<Purge> Purges => Set<Purge>();
    public DbSet<PolicyVersion> Policies => Set<PolicyVersion>();

    /// <summary>Ledger entries that explain the changes made here; <see cref="Retention.Dispositions.SaveAsync"/> writes both or neither.</summary>
    public List<LedgerEntry> Entries { get; } = [];

    public static DbContextOptions<ScribeDbContext> Options(NpgsqlDataSource source) =>
        new DbContextOptionsBuilder<ScribeDbContext>()
            .UseNpgsql(source, npgsql => npgsql.MigrationsHistoryTable("__ef_migrations_history", Schema))
            .UseSnakeCaseNamingConvention()
            .Options;

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(Schema);
        modelBuilder.Entity<Encounter>(encounter =>
        {
            encounter.ToTable("encounters").HasKey(e => e.Id);
            encounter.Property(e => e.State).HasConversion<string>().HasMaxLength(32);
            encounter.Property(e => e.ConsentMode).HasConversion<string>().HasMaxLength(32);
            encounter.HasIndex(e => new { e.ClinicianId, e.CreatedAt });
            encounter.Ignore(e => e.Times);
        });
        modelBuilder.Entity<Disposition>(disposition =>
        {
            disposition.ToTable("dispositions").HasKey(d => new { d.EncounterId, d.Category });
            disposition.HasIndex(d => d.DueAt).HasFilter("purged_at is null");
            disposition.HasIndex(d => d.PurgeId);
            disposition.Property(d => d.Policy).HasMaxLength(40);
        });
        modelBuilder.Entity<Purge>(purge => purge.ToTable("purges").HasKey(p => p.Id));
        modelBuilder.Entity<PolicyVersion>(policy =>
        {
            policy.ToTable("retention_policies").HasKey(p => p.Version);
            policy.Property(p => p.Version).ValueGeneratedNever();
        });
    }
}

/// <summary>Opens a tenant's context on that tenant's own application role; there is no other way to one.</summary>
internal sealed class ScribeStore(TenantDatabases databases)
{
    public async Task<ScribeDbContext> OpenAsync(TenantId tenant, CancellationToken ct) =>
        new(ScribeDbContext.Options(await databases.GetAsync(tenant, ct)));
}
