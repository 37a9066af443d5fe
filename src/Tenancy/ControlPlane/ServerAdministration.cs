using System.Text.RegularExpressions;
using Npgsql;

namespace OnPremLlm.Tenancy.ControlPlane;

/// <summary>
/// Creates roles and databases with the provisioning credential: a role that may create both (a superuser, or CREATEROLE with CREATEDB).
/// It is used by short-lived provisioning commands and is never given to a running Host. Every operation may be repeated.
/// </summary>
sealed partial class ServerAdministration(string connectionString)
{
    // Any number that nothing else on the server uses; advisory locks are per database, and all of ours are taken in "postgres".
    const long ProvisioningLock = 0x4F50_4C4D_0001;

    readonly NpgsqlConnectionStringBuilder _settings = new(connectionString) { Pooling = false };

    /// <summary>
    /// Keeps two provisioning commands apart, also of different installations on one server, until disposed. Roles and the rights on databases
    /// are rows that all databases of a server share, and PostgreSQL fails a concurrent change of one ("tuple concurrently updated").
    /// Waits up to two minutes for the other.
    /// </summary>
    public async Task<IAsyncDisposable> LockAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_settings.ConnectionString) { Database = "postgres", CommandTimeout = 120 }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var command = new NpgsqlCommand("SELECT pg_advisory_lock($1)", connection) { Parameters = { new() { Value = ProvisioningLock } } };
            await command.ExecuteNonQueryAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>A role that cannot sign in; whoever provisions may act as it.</summary>
    public async Task EnsureOwnerRoleAsync(string role, CancellationToken cancellationToken)
    {
        await EnsureRoleAsync(role, cancellationToken);
        await ExecuteAsync($"GRANT {Quote(role)} TO CURRENT_USER", cancellationToken);
    }

    /// <summary>A role that signs in with this password. The server gets its SCRAM verifier, so that the password is in no statement and no server log.</summary>
    public async Task EnsureLoginRoleAsync(string role, string password, CancellationToken cancellationToken)
    {
        await EnsureRoleAsync(role, cancellationToken);
        await ExecuteAsync($"ALTER ROLE {Quote(role)} LOGIN NOINHERIT PASSWORD '{ScramVerifier.Of(password)}'", cancellationToken);
    }

    /// <summary>A database of <paramref name="owner"/> to which only the named roles may connect.</summary>
    public async Task EnsureDatabaseAsync(string database, string owner, IReadOnlyList<string> users, CancellationToken cancellationToken)
    {
        if (!await ExistsAsync("SELECT 1 FROM pg_database WHERE datname = $1", database, cancellationToken))
        {
            await ExecuteAsync($"CREATE DATABASE {Quote(database)} OWNER {Quote(owner)}", cancellationToken);
        }

        // PostgreSQL lets PUBLIC connect to a new database: without this, one tenant's role could sign in to another tenant's.
        await ExecuteAsync($"REVOKE ALL ON DATABASE {Quote(database)} FROM PUBLIC", cancellationToken);
        foreach (var user in users)
        {
            await ExecuteAsync($"GRANT CONNECT ON DATABASE {Quote(database)} TO {Quote(user)}", cancellationToken);
        }

        await using var inside = DataSource(database);
        await ExecuteAsync(inside, "REVOKE ALL ON SCHEMA public FROM PUBLIC", cancellationToken);
    }

    /// <summary>The server's maintenance databases admit PUBLIC too; an application role has no business there.</summary>
    public Task CloseMaintenanceDatabasesAsync(CancellationToken cancellationToken) =>
        ExecuteAsync("REVOKE CONNECT ON DATABASE postgres FROM PUBLIC; REVOKE CONNECT ON DATABASE template1 FROM PUBLIC", cancellationToken);

    /// <summary>Connections to a database as this credential; not pooled.</summary>
    public NpgsqlDataSource DataSource(string database) => NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(_settings.ConnectionString) { Database = database });

    /// <summary>Connections that act as the owner role from their first statement on; not pooled.</summary>
    public NpgsqlDataSource OwnerDataSource(string database, string owner) =>
        NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(_settings.ConnectionString) { Database = database, Options = $"-c role={Checked(owner)}" });

    /// <summary>Connection string of a login role to a database of this server.</summary>
    public string ConnectionStringOf(string database, string role, string password) => new NpgsqlConnectionStringBuilder(_settings.ConnectionString)
    {
        Database = database,
        Username = role,
        Password = password,
        Pooling = true,
    }.ConnectionString;

    /// <summary>Schema with DML for the application role: neither DDL nor ownership, and no change of the migration history.</summary>
    public static async Task GrantDmlAsync(NpgsqlDataSource owner, string schema, string role, string historyTable, CancellationToken cancellationToken)
    {
        var (name, user) = (Quote(schema), Quote(role));
        await ExecuteAsync(owner, $"""
            GRANT USAGE ON SCHEMA {name} TO {user};
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {name} TO {user};
            GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {name} TO {user};
            DO $$ BEGIN
                IF to_regclass('{name}.{historyTable}') IS NOT NULL THEN
                    REVOKE INSERT, UPDATE, DELETE ON {name}.{historyTable} FROM {user};
                END IF;
            END $$;
            """, cancellationToken);
    }

    public static async Task ExecuteAsync(NpgsqlDataSource source, string statement, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(statement);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Quotes a name for SQL. Names of roles, databases and schemas cannot be parameters, so anything but a–z, 0–9 and _ is refused.</summary>
    public static string Quote(string name) => $"\"{Checked(name)}\"";

    static string Checked(string name) => NamePattern().IsMatch(name)
        ? name
        : throw new ArgumentException("A name of a database, role or schema is 1 to 63 characters a–z, 0–9 and _, and begins with a letter.", nameof(name));

    async Task EnsureRoleAsync(string role, CancellationToken cancellationToken)
    {
        if (!await ExistsAsync("SELECT 1 FROM pg_roles WHERE rolname = $1", role, cancellationToken))
        {
            await ExecuteAsync($"CREATE ROLE {Quote(role)} NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE", cancellationToken);
        }
    }

    async Task<bool> ExistsAsync(string query, string name, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(_settings);
        await using var command = source.CreateCommand(query);
        command.Parameters.AddWithValue(name);
        return await command.ExecuteScalarAsync(cancellationToken) is not null;
    }

    async Task ExecuteAsync(string statement, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(_settings);
        await ExecuteAsync(source, statement, cancellationToken);
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9_]{0,62}\z")]
    private static partial Regex NamePattern();
}
