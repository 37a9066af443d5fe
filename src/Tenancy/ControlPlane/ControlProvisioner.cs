using Microsoft.EntityFrameworkCore;

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

    /// <summary>
    /// Creates what is missing, migrates, and writes <paramref name="settingsFile"/> (mode 0600). Passwords in an existing file are kept.
    /// <paramref name="database"/>: <see cref="DefaultDatabase"/>, or a–z, 0–9 and _, at most 20 characters.
    /// </summary>
    public static async Task<ControlSettings> InitialiseAsync(
        string superuserConnectionString, string settingsFile, string database, CancellationToken cancellationToken)
    {
        var server = new ServerAdministration(superuserConnectionString);
        var names = new ControlNames(database);
        var settings = KeepSettings(server, names, settingsFile);

        await server.EnsureOwnerRoleAsync(names.Owner, cancellationToken);
        await server.EnsureLoginRoleAsync(names.Application, ControlSettings.PasswordIn(settings.ConnectionString)!, cancellationToken);
        await server.EnsureLoginRoleAsync(names.Hangfire, ControlSettings.PasswordIn(settings.HangfireConnectionString)!, cancellationToken);
        await server.EnsureDatabaseAsync(database, names.Owner, [names.Application, names.Hangfire], cancellationToken);
        await server.CloseMaintenanceDatabasesAsync(cancellationToken);
        await MigrateAsync(server, names, cancellationToken);
        await PrepareHangfireAsync(server, names, cancellationToken);
        return settings;
    }

    // The file comes first: a password that the server has and the file lacks would lock the Host out.
    static ControlSettings KeepSettings(ServerAdministration server, ControlNames names, string settingsFile)
    {
        var existing = ControlSettings.ReadIfPresent(settingsFile);
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
    }

    static async Task PrepareHangfireAsync(ServerAdministration server, ControlNames names, CancellationToken cancellationToken)
    {
        await using var source = server.DataSource(names.Database);
        await ServerAdministration.ExecuteAsync(source,
            $"CREATE SCHEMA IF NOT EXISTS {HangfireSchema}; ALTER SCHEMA {HangfireSchema} OWNER TO {ServerAdministration.Quote(names.Hangfire)}", cancellationToken);
    }
}
