using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace OnPremLlm.Tenancy.ControlPlane;

/// <summary>
/// Makes the control database and its roles and brings it to the present version. For provisioning commands only: it takes the credential
/// that can create roles and databases, which no running Host has. May be repeated at any time, also after an interruption.
/// </summary>
public static class ControlProvisioner
{
    /// <summary>Usual name of the control database; roles and tenant databases have it as their prefix.</summary>
    public const string DefaultDatabase = "onpremllm";

    const string HangfireSchema = "hangfire";

    /// <summary>The same, refusing to take an installation over whose settings are not in this file.</summary>
    public static Task<ControlSettings> InitialiseAsync(
        string superuserConnectionString, string settingsFile, string database, CancellationToken cancellationToken) =>
        InitialiseAsync(superuserConnectionString, settingsFile, database, LostSettings.Refuse, cancellationToken);

    /// <summary>
    /// Creates what is missing, migrates, and writes <paramref name="settingsFile"/> (mode 0600). Passwords in an existing file are kept. The file
    /// is touched only after the server answered. Throws <see cref="ControlSettingsException"/>, saying what to do, where the server has an
    /// installation and this file is absent (see <paramref name="lost"/>), or the file is that of another server.
    /// <paramref name="database"/>: <see cref="DefaultDatabase"/>, or a–z, 0–9 and _, at most 20 characters.
    /// </summary>
    public static async Task<ControlSettings> InitialiseAsync(
        string superuserConnectionString, string settingsFile, string database, LostSettings lost, CancellationToken cancellationToken)
    {
        var server = new ServerAdministration(superuserConnectionString);
        var names = new ControlNames(database);
        await using var alone = await server.LockAsync(cancellationToken);
        var existing = lost is LostSettings.WriteAnew ? ControlSettings.ReadIfSound(settingsFile) : ControlSettings.ReadIfPresent(settingsFile);
        await CheckAsync(server, names, existing, new(superuserConnectionString), lost, cancellationToken);
        var settings = KeepSettings(server, names, existing, settingsFile);

        await server.EnsureOwnerRoleAsync(names.Owner, cancellationToken);
        await server.EnsureLoginRoleAsync(names.Application, ControlSettings.PasswordIn(settings.ConnectionString)!, cancellationToken);
        await server.EnsureLoginRoleAsync(names.Hangfire, ControlSettings.PasswordIn(settings.HangfireConnectionString)!, cancellationToken);
        await server.EnsureDatabaseAsync(database, names.Owner, [names.Application, names.Hangfire], cancellationToken);
        await server.CloseMaintenanceDatabasesAsync(cancellationToken);
        await MigrateAsync(server, names, cancellationToken);
        await PrepareHangfireAsync(server, names, cancellationToken);
        return settings;
    }

    // Before anything is changed, there or here. Mistakes guarded against: a wrong address, which would point a working Host at nothing; another
    // server that does answer; a second data folder, which would give the roles of a running Host new passwords.
    static async Task CheckAsync(
        ServerAdministration server, ControlNames names, ControlSettings? existing, NpgsqlConnectionStringBuilder asked, LostSettings lost, CancellationToken cancellationToken)
    {
        var (mayProvision, hasInstallation, hasDatabase) = await LookAsync(server, names, cancellationToken);
        if (!mayProvision)
        {
            throw new ControlSettingsException($"The database user {asked.Username} may not create roles and databases. Name a superuser, or one with CREATEROLE and CREATEDB.");
        }

        if (existing is null && hasInstallation && lost is LostSettings.Refuse)
        {
            throw new ControlSettingsException(
                $"The PostgreSQL at {asked.Host} already has an installation ({names.Database}), and this data folder has no settings of it. Nothing was changed. " +
                "If the installation is another one, use its data folder, or give this one a PostgreSQL of its own. " +
                "If it is this one and its control.json was lost, stop its Host and run this again with --recover (new passwords; it keeps all data).");
        }

        if (existing is not null && !hasDatabase && !IsSameServer(existing, asked))
        {
            var (host, port) = AddressIn(existing);
            throw new ControlSettingsException(
                $"The PostgreSQL at {asked.Host}:{asked.Port} has no database {names.Database}, and the settings of this data folder are for {host}:{port}. Nothing was changed. " +
                "Name that server with --postgres; if the databases moved, restore them on the new server first.");
        }
    }

    static async Task<(bool MayProvision, bool HasInstallation, bool HasDatabase)> LookAsync(ServerAdministration server, ControlNames names, CancellationToken cancellationToken)
    {
        await using var source = server.DataSource("postgres");
        await using var command = source.CreateCommand("""
            SELECT (SELECT rolsuper OR (rolcreaterole AND rolcreatedb) FROM pg_roles WHERE rolname = current_user),
                EXISTS (SELECT FROM pg_roles WHERE rolname = ANY ($1)),
                EXISTS (SELECT FROM pg_database WHERE datname = $2)
            """);
        command.Parameters.AddWithValue((string[])[names.Owner, names.Application, names.Hangfire]);
        command.Parameters.AddWithValue(names.Database);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.GetBoolean(0), reader.GetBoolean(1) || reader.GetBoolean(2), reader.GetBoolean(2));
    }

    static bool IsSameServer(ControlSettings existing, NpgsqlConnectionStringBuilder asked) => AddressIn(existing) == (asked.Host, asked.Port);

    static (string? Host, int Port) AddressIn(ControlSettings settings)
    {
        var address = new NpgsqlConnectionStringBuilder(settings.ConnectionString);
        return (address.Host, address.Port);
    }

    // The file comes before the roles: a password that the server has and the file lacks would lock the Host out.
    static ControlSettings KeepSettings(ServerAdministration server, ControlNames names, ControlSettings? existing, string settingsFile)
    {
        var settings = new ControlSettings
        {
            ConnectionString = server.ConnectionStringOf(names.Database, names.Application,
                ControlSettings.PasswordIn(existing?.ConnectionString) ?? ScramVerifier.NewPassword()),
            HangfireConnectionString = server.ConnectionStringOf(names.Database, names.Hangfire,
                ControlSettings.PasswordIn(existing?.HangfireConnectionString) ?? ScramVerifier.NewPassword()),
        };
        settings.Write(settingsFile);
        return settings;
    }

    static async Task MigrateAsync(ServerAdministration server, ControlNames names, CancellationToken cancellationToken)
    {
        await using var owner = server.OwnerDataSource(names.Database, names.Owner);
        await using var context = new ControlDbContext(ControlDbContextOptions.On(owner));
        await context.Database.MigrateAsync(cancellationToken);

        var application = ServerAdministration.Quote(names.Application);
        await ServerAdministration.GrantDmlAsync(owner, ControlDbContext.Schema, names.Application, ControlDbContext.HistoryTable, cancellationToken);
        // Tenants come and go by provisioning only: a Host that was taken over cannot point a tenant at another database.
        await ServerAdministration.ExecuteAsync(owner, $"REVOKE INSERT, UPDATE, DELETE ON control.tenants FROM {application}", cancellationToken);
        // A Host that was taken over cannot lengthen a key, widen it or hand it to another tenant, nor forget that there was one.
        await ServerAdministration.ExecuteAsync(owner, $"""
            REVOKE UPDATE, DELETE ON control.api_keys FROM {application};
            GRANT UPDATE (revoked_at, last_used_on) ON control.api_keys TO {application};
            REVOKE DELETE ON control.tenant_limits FROM {application};
            """, cancellationToken);
    }

    static async Task PrepareHangfireAsync(ServerAdministration server, ControlNames names, CancellationToken cancellationToken)
    {
        await using var source = server.DataSource(names.Database);
        await ServerAdministration.ExecuteAsync(source,
            $"CREATE SCHEMA IF NOT EXISTS {HangfireSchema}; ALTER SCHEMA {HangfireSchema} OWNER TO {ServerAdministration.Quote(names.Hangfire)}", cancellationToken);
    }
}

/// <summary>What to do where the server has an installation and the settings file is absent or damaged.</summary>
public enum LostSettings
{
    /// <summary>Change nothing: it may be the installation of another data folder.</summary>
    Refuse,

    /// <summary>Give its roles new passwords and write the file. The installation's Host has to be stopped.</summary>
    WriteAnew,
}
