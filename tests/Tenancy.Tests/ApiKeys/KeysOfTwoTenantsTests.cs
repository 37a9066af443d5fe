using System.Security.Cryptography;
using System.Text;
using Npgsql;
using OnPremLlm.Tenancy.ApiKeys;
using OnPremLlm.Tenancy.ControlPlane;

namespace OnPremLlm.Tenancy.Tests.ApiKeys;

public sealed class KeysOfTwoTenantsTests(KeyInstallation installation) : IClassFixture<KeyInstallation>
{
    [Fact]
    public async Task A_tenant_lists_its_own_keys_only_the_newest_first()
    {
        var first = await installation.CreateAsync(installation.Red.Id);
        installation.Time.Advance(TimeSpan.FromSeconds(1));
        var second = await installation.CreateAsync(installation.Red.Id);
        var other = await installation.CreateAsync(installation.Blue.Id);

        Assert.Equal([second.Key.Id, first.Key.Id], (await installation.ListAsync(installation.Red.Id)).Select(key => key.Id).Where(id => id == first.Key.Id || id == second.Key.Id));
        Assert.DoesNotContain(await installation.ListAsync(installation.Red.Id), key => key.Id == other.Key.Id);
        Assert.DoesNotContain(await installation.ListAsync(installation.Blue.Id), key => key.Id == first.Key.Id);
    }

    [Fact]
    public async Task A_key_opens_its_own_tenant_only()
    {
        var (red, blue) = (await installation.CreateAsync(installation.Red.Id), await installation.CreateAsync(installation.Blue.Id));

        Assert.Equal(installation.Red.Id, (await installation.FindAsync(red.Text))?.TenantId);
        Assert.Equal(installation.Blue.Id, (await installation.FindAsync(blue.Text))?.TenantId);
    }

    [Fact]
    public async Task A_key_of_the_other_tenant_is_revoked_no_more_than_one_that_nobody_has()
    {
        var blue = await installation.CreateAsync(installation.Blue.Id);

        Assert.Equal(
            await installation.RevokeAsync(installation.Red.Id, new ApiKeyId("0000000000000000")),
            await installation.RevokeAsync(installation.Red.Id, blue.Key.Id));
        Assert.NotNull(await installation.FindAsync(blue.Text));
        Assert.True(await installation.RevokeAsync(installation.Blue.Id, blue.Key.Id));
    }

    [Fact]
    public async Task Nothing_of_the_text_but_its_id_is_in_the_database()
    {
        var made = await installation.CreateAsync(installation.Red.Id);

        var row = (string?)await installation.ScalarAsSuperuserAsync("SELECT to_jsonb(k)::text FROM control.api_keys k WHERE id = $1", made.Key.Id.Value);

        Assert.Contains(made.Key.Id.Value, row, StringComparison.Ordinal);
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(made.Text[21..64]))), row, StringComparison.Ordinal);
        for (var at = 21; at <= made.Text.Length - 8; at++)
        {
            Assert.DoesNotContain(made.Text.Substring(at, 8), row, StringComparison.Ordinal);
        }
    }

    /// <summary>The second wall: the application role itself, with a query that forgot the tenant.</summary>
    [Fact]
    public async Task A_query_that_names_no_tenant_sees_no_key_and_one_that_names_a_key_sees_that_one()
    {
        var red = await installation.CreateAsync(installation.Red.Id);
        var blue = await installation.CreateAsync(installation.Blue.Id);

        Assert.Empty(await SeenAsync(""));
        Assert.Equal([red.Key.Id.Value], await SeenAsync($"SELECT set_config('onpremllm.api_key', '{red.Key.Id}', true)"));
        Assert.DoesNotContain(blue.Key.Id.Value, await SeenAsync($"SELECT set_config('onpremllm.tenant', '{installation.Red.Id}', true)"));
    }

    [Theory]
    [InlineData("UPDATE control.api_keys SET expires_at = NULL")]
    [InlineData("UPDATE control.api_keys SET scopes = 7")]
    [InlineData("UPDATE control.api_keys SET tenant_id = gen_random_uuid()")]
    [InlineData("UPDATE control.api_keys SET secret_hash = ''")]
    [InlineData("DELETE FROM control.api_keys")]
    [InlineData("ALTER TABLE control.api_keys DISABLE ROW LEVEL SECURITY")]
    public async Task The_control_role_cannot_change_what_a_key_is(string statement)
    {
        await using var source = NpgsqlDataSource.Create(ControlSettings.Read(installation.ControlSettingsFile).ConnectionString);
        await using var command = source.CreateCommand(statement);

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState);
    }

    [Fact]
    public async Task A_key_of_another_tenant_than_the_named_one_cannot_be_written()
    {
        await using var source = NpgsqlDataSource.Create(ControlSettings.Read(installation.ControlSettingsFile).ConnectionString);
        await using var command = source.CreateCommand($"""
            BEGIN;
            SELECT set_config('onpremllm.tenant', '{installation.Red.Id}', true);
            INSERT INTO control.api_keys (id, tenant_id, name, scopes, secret_hash, created_at) VALUES ('x', '{installation.Blue.Id}', 'x', 1, '', now());
            """);

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState);
    }

    [Fact]
    public void An_id_that_no_key_can_have_is_refused_and_the_default_names_none()
    {
        Assert.False(ApiKeyId.TryParse("0123456789abcde", out _));
        Assert.False(ApiKeyId.TryParse("0123456789abcdé", out _));
        Assert.False(ApiKeyId.TryParse(null, out _));
        Assert.Throws<ArgumentException>(() => new ApiKeyId("0123456789abcde_"));
        Assert.Throws<InvalidOperationException>(() => default(ApiKeyId).Value);
    }

    async Task<List<string>> SeenAsync(string naming)
    {
        await using var source = NpgsqlDataSource.Create(ControlSettings.Read(installation.ControlSettingsFile).ConnectionString);
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        if (naming.Length > 0)
        {
            await using var name = new NpgsqlCommand(naming, connection);
            await name.ExecuteNonQueryAsync();
        }

        await using var command = new NpgsqlCommand("SELECT id FROM control.api_keys", connection);
        await using var reader = await command.ExecuteReaderAsync();
        List<string> seen = [];
        while (await reader.ReadAsync())
        {
            seen.Add(reader.GetString(0));
        }

        return seen;
    }
}
