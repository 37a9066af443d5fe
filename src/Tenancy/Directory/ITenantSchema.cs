using Npgsql;

namespace OnPremLlm.Tenancy.Directory;

/// <summary>
/// A PostgreSQL schema that a feature keeps in every tenant's database. Register one implementation per feature as a singleton.
/// Provisioning creates the schema, runs the migration as the tenant's owner role, then grants the application role
/// SELECT, INSERT, UPDATE and DELETE on its tables: no DDL, no ownership.
/// </summary>
public interface ITenantSchema
{
    /// <summary>Name of the schema: 1 to 32 characters a–z and _.</summary>
    string Name { get; }

    /// <summary>
    /// Brings the schema to the present version; does nothing when it is there. <paramref name="owner"/> connects as the tenant's owner role,
    /// for <c>UseNpgsql(owner)</c> with <c>MigrationsHistoryTable("__ef_migrations_history", Name)</c>, or for plain SQL.
    /// </summary>
    Task MigrateAsync(NpgsqlDataSource owner, CancellationToken cancellationToken);
}
