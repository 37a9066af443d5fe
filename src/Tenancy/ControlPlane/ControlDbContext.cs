using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using OnPremLlm.Tenancy.ApiKeys;
using OnPremLlm.Tenancy.People;

namespace OnPremLlm.Tenancy.ControlPlane;

/// <summary>
/// The control database: tenants, people, memberships, API keys, limits; no clinical content. Public because ASP.NET Core Identity's stores and
/// data protection are registered on it; features use <see cref="Directory.TenantDirectory"/> and <see cref="People.People"/>.
/// </summary>
public sealed class ControlDbContext(DbContextOptions<ControlDbContext> options) : IdentityUserContext<Person, Guid>(options)
{
    internal const string Schema = "control";
    internal const string HistoryTable = "__ef_migrations_history";

    internal DbSet<TenantRow> Tenants => Set<TenantRow>();

    internal DbSet<MembershipRow> Memberships => Set<MembershipRow>();

    internal DbSet<ApiKeyRow> ApiKeys => Set<ApiKeyRow>();

    internal DbSet<TenantLimitsRow> Limits => Set<TenantLimitsRow>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.HasDefaultSchema(Schema);
        MapPeople(builder);
        MapTenants(builder);
        MapMemberships(builder);
        MapApiKeys(builder);
        MapLimits(builder);
    }

    static void MapPeople(ModelBuilder builder)
    {
        builder.Entity<Person>().ToTable("people").Property(person => person.DisplayName).HasMaxLength(200);
        builder.Entity<IdentityUserClaim<Guid>>().ToTable("person_claims");
        builder.Entity<IdentityUserLogin<Guid>>().ToTable("person_logins");
        builder.Entity<IdentityUserToken<Guid>>().ToTable("person_tokens");
        builder.Entity<IdentityUserPasskey<Guid>>().ToTable("person_passkeys");
    }

    static void MapTenants(ModelBuilder builder) => builder.Entity<TenantRow>(tenant =>
    {
        tenant.ToTable("tenants");
        tenant.Property(row => row.Id).ValueGeneratedNever();
        tenant.Property(row => row.Name).HasMaxLength(200);
        tenant.HasIndex(row => row.Name).IsUnique();
        tenant.Property(row => row.DatabaseName).HasMaxLength(63);
        tenant.HasIndex(row => row.DatabaseName).IsUnique();
    });

    static void MapMemberships(ModelBuilder builder) => builder.Entity<MembershipRow>(membership =>
    {
        membership.ToTable("memberships", table => table.HasCheckConstraint("ck_memberships_only_operators_without_tenant",
            $"(role = {(int)Role.Operator}) = (tenant_id IS NULL)"));
        membership.Property(row => row.Id).ValueGeneratedNever();
        membership.HasOne(row => row.Person).WithMany().HasForeignKey(row => row.PersonId).OnDelete(DeleteBehavior.Cascade);
        membership.HasOne<TenantRow>().WithMany().HasForeignKey(row => row.TenantId).OnDelete(DeleteBehavior.Restrict);
        membership.HasIndex(row => new { row.PersonId, row.TenantId, row.Role }).IsUnique().AreNullsDistinct(false);
    });

    static void MapApiKeys(ModelBuilder builder) => builder.Entity<ApiKeyRow>(key =>
    {
        key.ToTable("api_keys", table => table.HasCheckConstraint("ck_api_keys_known_scopes", $"scopes BETWEEN 1 AND {(int)ApiKeyScopes.All}"));
        key.Property(row => row.Id).HasMaxLength(ApiKeyId.Length).ValueGeneratedNever();
        key.Property(row => row.Name).HasMaxLength(Tenancy.ApiKeys.ApiKeys.LongestName);
        key.HasOne<TenantRow>().WithMany().HasForeignKey(row => row.TenantId).OnDelete(DeleteBehavior.Restrict);
        key.HasOne<Person>().WithMany().HasForeignKey(row => row.CreatedBy).OnDelete(DeleteBehavior.SetNull);
    });

    // No more than what the scheduler cannot do without: the bounds are the code's, so that they can be widened without a migration.
    static void MapLimits(ModelBuilder builder) => builder.Entity<TenantLimitsRow>(limits =>
    {
        limits.ToTable("tenant_limits", table => table.HasCheckConstraint("ck_tenant_limits_sensible",
            "concurrency > 0 AND queue >= 0 AND tokens_per_minute > 0 AND context_tokens > 0 AND weight > 0"));
        limits.HasKey(row => row.TenantId);
        limits.Property(row => row.TenantId).ValueGeneratedNever();
        limits.HasOne<TenantRow>().WithOne().HasForeignKey<TenantLimitsRow>(row => row.TenantId).OnDelete(DeleteBehavior.Restrict);
    });
}
