using Npgsql;
using OnPremLlm.Tenancy.ControlPlane;
using OnPremLlm.Tenancy.Directory;
using OnPremLlm.TestSupport.Postgres;
using OnPremLlm.TestSupport.Tenancy;

namespace OnPremLlm.Tenancy.Tests.Directory;

/// <summary>What the database refuses even if the code forgets, tried on the real server with the roles' own credentials.</summary>
public sealed class WallsBetweenTenantsTests(TenancyFixture installation) : IClassFixture<TenancyFixture>
{
    [Fact]
    public async Task A_tenants_role_connects_to_its_own_database_only()
    {
        var red = await ConnectionStringAsync(installation.Red.Id);
        var blue = await ConnectionStringAsync(installation.Blue.Id);

        Assert.Null(await RefusalAsync(red.ConnectionString));
        foreach (var database in (string[])[blue.Database!, installation.ControlDatabase, "postgres", "template1"])
        {
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, await RefusalAsync(new NpgsqlConnectionStringBuilder(red.ConnectionString) { Database = database }.ConnectionString));
        }
    }

    [Fact]
    public async Task The_control_roles_connect_to_no_tenants_database()
    {
        var blue = (await ConnectionStringAsync(installation.Blue.Id)).Database;
        var settings = ControlSettings.Read(installation.ControlSettingsFile);

        foreach (var own in (string[])[settings.ConnectionString, settings.HangfireConnectionString])
        {
            Assert.Null(await RefusalAsync(own));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, await RefusalAsync(new NpgsqlConnectionStringBuilder(own) { Database = blue }.ConnectionString));
        }
    }

    [Theory]
    [InlineData("CREATE TABLE records.mine (x int)")]
    [InlineData("CREATE SCHEMA mine")]
    [InlineData("CREATE TABLE public.mine (x int)")]
    [InlineData("DROP TABLE records.sealed_records")]
    [InlineData("ALTER TABLE records.sealed_records ADD x int")]
    [InlineData("TRUNCATE records.sealed_records")]
    [InlineData("DELETE FROM records.__ef_migrations_history")]
    [InlineData("CREATE ROLE mine")]
    [InlineData("CREATE TEMP TABLE mine (x int)")]
    public async Task A_tenants_role_can_change_rows_and_nothing_else(string statement)
    {
        var source = await installation.Databases.GetAsync(installation.Red.Id, default);
        await using var command = source.CreateCommand(statement);

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState);
    }

    [Fact]
    public async Task Application_roles_own_nothing_and_owner_roles_cannot_sign_in()
    {
        await using var source = NpgsqlDataSource.Create(PrivatePostgres.Shared.SuperuserConnectionString((await ConnectionStringAsync(installation.Red.Id)).Database!));

        Assert.Equal(0L, await ScalarAsync(source,
            "SELECT (SELECT count(*) FROM pg_class WHERE relowner IN (SELECT oid FROM pg_roles WHERE rolname LIKE '%\\_app')) + (SELECT count(*) FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba WHERE r.rolname LIKE '%\\_app')"));
        Assert.Equal(0L, await ScalarAsync(source, "SELECT count(*) FROM pg_roles WHERE rolname LIKE '%\\_owner' AND (rolcanlogin OR rolsuper OR rolcreatedb OR rolcreaterole)"));
        Assert.Equal(0L, await ScalarAsync(source, "SELECT count(*) FROM pg_roles WHERE rolname LIKE '%\\_app' AND (rolsuper OR rolcreatedb OR rolcreaterole OR rolbypassrls)"));
        Assert.Equal("e", (await ScalarAsync(source, "SELECT attstorage::text FROM pg_attribute WHERE attrelid = 'records.sealed_records'::regclass AND attname = 'sealed'"))?.ToString());
    }

    [Theory]
    [InlineData("UPDATE control.tenants SET database_name = 'other'")]
    [InlineData("INSERT INTO control.tenants SELECT * FROM control.tenants")]
    [InlineData("ALTER TABLE control.memberships DISABLE ROW LEVEL SECURITY")]
    [InlineData("CREATE TABLE hangfire.mine (x int)")]
    public async Task The_control_role_cannot_point_a_tenant_elsewhere_or_lift_a_wall(string statement)
    {
        await using var source = NpgsqlDataSource.Create(ControlSettings.Read(installation.ControlSettingsFile).ConnectionString);
        await using var command = source.CreateCommand(statement);

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState);
    }

    [Fact]
    public async Task Hangfires_role_makes_its_own_tables_and_reads_no_others()
    {
        await using var source = NpgsqlDataSource.Create(ControlSettings.Read(installation.ControlSettingsFile).HangfireConnectionString);
        await using var create = source.CreateCommand("CREATE TABLE hangfire.job (id int)");
        await create.ExecuteNonQueryAsync();

        await using var read = source.CreateCommand("SELECT count(*) FROM control.tenants");
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => read.ExecuteScalarAsync())).SqlState);
    }

    [Fact]
    public async Task The_sealed_password_of_one_tenant_is_refused_for_the_other()
    {
        await using var source = NpgsqlDataSource.Create(PrivatePostgres.Shared.SuperuserConnectionString(installation.ControlDatabase));
        await using var read = source.CreateCommand("SELECT sealed_password FROM control.tenants WHERE id = $1");
        read.Parameters.AddWithValue(installation.Red.Id.Value);
        var sealedPassword = (byte[])(await read.ExecuteScalarAsync())!;
        var passwords = new TenantPasswords(installation.Keystore);

        Assert.NotEmpty(await passwords.OpenAsync(installation.Red.Id, sealedPassword, default));
        await Assert.ThrowsAsync<Tenancy.Keys.TamperedRecordException>(() => passwords.OpenAsync(installation.Blue.Id, sealedPassword, default));
    }

    async Task<NpgsqlConnectionStringBuilder> ConnectionStringAsync(TenantId tenant)
    {
        await using var control = NpgsqlDataSource.Create(ControlSettings.Read(installation.ControlSettingsFile).ConnectionString);
        await using var command = control.CreateCommand("SELECT database_name, sealed_password FROM control.tenants WHERE id = $1");
        command.Parameters.AddWithValue(tenant.Value);
        await using var reader = await command.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());
        return new()
        {
            Host = PrivatePostgres.Shared.SocketFolder,
            Database = reader.GetString(0),
            Username = ControlNames.ApplicationOf(reader.GetString(0)),
            Password = await new TenantPasswords(installation.Keystore).OpenAsync(tenant, reader.GetFieldValue<byte[]>(1), default),
            Pooling = false,
        };
    }

    static async Task<string?> RefusalAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        return (await Record.ExceptionAsync(() => connection.OpenAsync()) as PostgresException)?.SqlState;
    }

    static async Task<object?> ScalarAsync(NpgsqlDataSource source, string query)
    {
        await using var command = source.CreateCommand(query);
        return await command.ExecuteScalarAsync();
    }
}
