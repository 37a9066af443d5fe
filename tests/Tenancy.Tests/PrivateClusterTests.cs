using Npgsql;
using OnPremLlm.TestSupport.Postgres;

namespace OnPremLlm.Tenancy.Tests;

public sealed class PrivateClusterTests
{
    [Fact]
    public async Task Answers_on_its_socket_with_checksums_and_no_recycled_wal()
    {
        await using var connection = new NpgsqlConnection(PrivatePostgres.Shared.SuperuserConnectionString());
        await connection.OpenAsync();

        Assert.Equal("on", await SettingAsync(connection, "data_checksums"));
        Assert.Equal("off", await SettingAsync(connection, "wal_recycle"));
        Assert.Equal("", await SettingAsync(connection, "listen_addresses"));
    }

    [Fact]
    public async Task Refuses_a_wrong_password()
    {
        var wrong = new NpgsqlConnectionStringBuilder(PrivatePostgres.Shared.SuperuserConnectionString()) { Password = "wrong" };
        await using var connection = new NpgsqlConnection(wrong.ConnectionString);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => connection.OpenAsync());
        Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);
    }

    static async Task<string?> SettingAsync(NpgsqlConnection connection, string name)
    {
        await using var command = new NpgsqlCommand($"show {name}", connection);
        return (string?)await command.ExecuteScalarAsync();
    }
}
