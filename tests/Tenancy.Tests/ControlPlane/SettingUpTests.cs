using Npgsql;
using OnPremLlm.Tenancy.ControlPlane;
using OnPremLlm.TestSupport.Postgres;
using OnPremLlm.TestSupport.Tenancy;

namespace OnPremLlm.Tenancy.Tests.ControlPlane;

/// <summary>Set-up is run with wrong addresses, from wrong folders and again; a working installation goes on working.</summary>
public sealed class SettingUpTests(TenancyFixture installation) : IClassFixture<TenancyFixture>, IDisposable
{
    readonly string _folder = System.IO.Directory.CreateTempSubdirectory("opl-setup-").FullName;

    string OtherFile => Path.Combine(_folder, "control.json");

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("no server")]
    [InlineData("wrong password")]
    public async Task A_server_that_does_not_admit_leaves_the_settings_as_they_are(string mistake)
    {
        var before = await File.ReadAllBytesAsync(installation.ControlSettingsFile);
        var asked = new NpgsqlConnectionStringBuilder(PrivatePostgres.Shared.SuperuserConnectionString());
        _ = mistake is "no server" ? asked.Host = "/nowhere" : asked.Password = "wrong";

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => ControlProvisioner.InitialiseAsync(asked.ConnectionString, installation.ControlSettingsFile, installation.ControlDatabase, default));

        Assert.Equal(before, await File.ReadAllBytesAsync(installation.ControlSettingsFile));
        await AssertWorksAsync();
    }

    [Fact]
    public async Task Settings_of_another_server_are_not_pointed_at_one_that_has_no_installation()
    {
        var name = NewName();
        await WriteAsync(name, host: "db.example");
        var before = await File.ReadAllBytesAsync(OtherFile);

        var refused = await Assert.ThrowsAsync<ControlSettingsException>(() => SetUpAsync(name, LostSettings.Refuse));

        Assert.Contains("db.example:5432", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(OtherFile));
        Assert.Equal(0L, await AskAsync("SELECT count(*) FROM pg_roles WHERE rolname LIKE $1", name + "%"));
    }

    [Fact]
    public async Task Installations_set_up_on_one_server_at_the_same_time_all_come_into_being()
    {
        var names = Enumerable.Range(0, 8).Select(_ => NewName()).ToList();

        var settings = await Task.WhenAll(names.Select(name => Task.Run(() => ControlProvisioner.InitialiseAsync(
            PrivatePostgres.Shared.SuperuserConnectionString(), Path.Combine(_folder, name + ".json"), name, default))));

        foreach (var one in settings)
        {
            await AssertWorksAsync(one);
        }
    }

    [Fact]
    public async Task One_installation_set_up_twice_at_the_same_time_has_one_pair_of_passwords()
    {
        var name = NewName();

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => SetUpAsync(name, LostSettings.Refuse))));

        await AssertWorksAsync(ControlSettings.Read(OtherFile));
    }

    [Fact]
    public async Task A_first_set_up_that_was_interrupted_goes_on()
    {
        var name = NewName();
        await WriteAsync(name, PrivatePostgres.Shared.SocketFolder);
        var password = new NpgsqlConnectionStringBuilder(ControlSettings.Read(OtherFile).ConnectionString).Password;

        var settings = await SetUpAsync(name, LostSettings.Refuse);

        Assert.Equal(password, new NpgsqlConnectionStringBuilder(settings.ConnectionString).Password);
        await AssertWorksAsync(settings);
    }

    [Fact]
    public async Task A_second_data_folder_does_not_take_an_installation_over_and_is_told_both_ways_out()
    {
        var refused = await Assert.ThrowsAsync<ControlSettingsException>(() => SetUpAsync(installation.ControlDatabase, LostSettings.Refuse));

        Assert.Contains("use its data folder, or give this one a PostgreSQL of its own", refused.Message, StringComparison.Ordinal);
        Assert.Contains("--recover", refused.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(OtherFile));
        await AssertWorksAsync();
    }

    [Fact]
    public async Task An_installation_whose_settings_are_lost_or_damaged_gets_new_ones_when_asked()
    {
        var name = NewName();
        var first = await SetUpAsync(name, LostSettings.Refuse);
        File.Delete(OtherFile);
        await Assert.ThrowsAsync<ControlSettingsException>(() => SetUpAsync(name, LostSettings.Refuse));
        await AssertWorksAsync(first);

        var second = await SetUpAsync(name, LostSettings.WriteAnew);
        await AssertWorksAsync(second);
        Assert.NotEqual(first, second);
        await File.WriteAllTextAsync(OtherFile, "{");
        Assert.Contains("setup --recover", (await Assert.ThrowsAsync<ControlSettingsException>(() => SetUpAsync(name, LostSettings.Refuse))).Message, StringComparison.Ordinal);
        await AssertWorksAsync(await SetUpAsync(name, LostSettings.WriteAnew));

        Assert.Equal(ControlSettings.Read(OtherFile), await SetUpAsync(name, LostSettings.WriteAnew)); // sound settings are kept
    }

    [Fact]
    public async Task A_user_that_may_not_create_roles_is_refused_before_anything_is_written()
    {
        var user = NewName();
        await ExecuteAsync($"CREATE ROLE {user} LOGIN CREATEDB PASSWORD 'pw'; GRANT CONNECT ON DATABASE postgres TO {user}");
        var asked = new NpgsqlConnectionStringBuilder(PrivatePostgres.Shared.SuperuserConnectionString()) { Username = user, Password = "pw" };

        var refused = await Assert.ThrowsAsync<ControlSettingsException>(() => ControlProvisioner.InitialiseAsync(asked.ConnectionString, OtherFile, NewName(), default));

        Assert.Contains("CREATEROLE", refused.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(OtherFile));
    }

    Task<ControlSettings> SetUpAsync(string database, LostSettings lost) =>
        ControlProvisioner.InitialiseAsync(PrivatePostgres.Shared.SuperuserConnectionString(), OtherFile, database, lost, default);

    /// <summary>The settings as a set-up leaves them that ends right after writing them.</summary>
    Task WriteAsync(string database, string host)
    {
        string For(string role) => new NpgsqlConnectionStringBuilder { Host = host, Port = 5432, Database = database, Username = $"{database}_{role}", Password = "p" + role }.ConnectionString;
        return File.WriteAllTextAsync(OtherFile, System.Text.Json.JsonSerializer.Serialize(new ControlSettings { ConnectionString = For("app"), HangfireConnectionString = For("hangfire") }));
    }

    Task AssertWorksAsync() => AssertWorksAsync(ControlSettings.Read(installation.ControlSettingsFile));

    static async Task AssertWorksAsync(ControlSettings settings)
    {
        foreach (var connectionString in (string[])[settings.ConnectionString, settings.HangfireConnectionString])
        {
            await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
            await connection.OpenAsync();
        }
    }

    static async Task ExecuteAsync(string statement)
    {
        await using var source = NpgsqlDataSource.Create(PrivatePostgres.Shared.SuperuserConnectionString());
        await using var command = source.CreateCommand(statement);
        await command.ExecuteNonQueryAsync();
    }

    static async Task<object?> AskAsync(string query, string argument)
    {
        await using var source = NpgsqlDataSource.Create(PrivatePostgres.Shared.SuperuserConnectionString());
        await using var command = source.CreateCommand(query);
        command.Parameters.AddWithValue(argument);
        return await command.ExecuteScalarAsync();
    }

    static string NewName() => "s" + Guid.NewGuid().ToString("N")[..12];
}
