using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OnPremLlm.Tenancy.ControlPlane;
using OnPremLlm.Tenancy.Limits;
using OnPremLlm.TestSupport.Tenancy;

namespace OnPremLlm.Tenancy.Tests.Limits;

public sealed class LimitsOfTwoTenantsTests(TenancyFixture installation) : IClassFixture<TenancyFixture>
{
    static readonly TenantLimits _all = new() { Concurrency = 2, Queue = 0, TokensPerMinute = 5_000, ContextTokens = 4_096, Weight = 0.5 };

    LimitsDesk Desk => installation.Services.GetRequiredService<LimitsDesk>();

    [Fact]
    public async Task What_is_set_for_one_tenant_is_that_tenants_and_no_others()
    {
        var before = await Desk.GetAsync(installation.Blue.Id, default);

        var set = await SetAsync(installation.Red.Id, _all);

        Assert.Equal(_all, set with { ChangedAt = null });
        Assert.NotNull(set.ChangedAt);
        // PostgreSQL keeps microseconds.
        Assert.Equal(_all, await Desk.GetAsync(installation.Red.Id, default) with { ChangedAt = null });
        Assert.Equal(before, await Desk.GetAsync(installation.Blue.Id, default));
    }

    [Fact]
    public async Task A_tenant_without_any_and_one_that_there_is_not_have_nothing_set() =>
        Assert.Equal(new TenantLimits(), await Desk.GetAsync(new TenantId(Guid.NewGuid()), default));

    [Fact]
    public async Task A_change_sees_what_another_one_set_at_the_same_time()
    {
        await SetAsync(installation.Red.Id, new());

        await Task.WhenAll(
            Desk.ChangeAsync(installation.Red.Id, limits => limits with { Concurrency = 3 }, default),
            Desk.ChangeAsync(installation.Red.Id, limits => limits with { Queue = 7 }, default),
            Desk.ChangeAsync(installation.Red.Id, limits => limits with { Weight = 2 }, default));

        var limits = await Desk.GetAsync(installation.Red.Id, default);
        Assert.Equal((3, 7, 2.0), (limits.Concurrency, limits.Queue, limits.Weight));
    }

    public static TheoryData<TenantLimits, string> OutOfBounds => new()
    {
        { new() { Concurrency = 0 }, "The number of requests at a time must be 1 to 64 requests." },
        { new() { Concurrency = 65 }, "The number of requests at a time must be 1 to 64 requests." },
        { new() { Queue = -1 }, "The number of requests that wait must be 0 to 1000 requests." },
        { new() { Queue = 1_001 }, "The number of requests that wait must be 0 to 1000 requests." },
        { new() { TokensPerMinute = 99 }, "The number of tokens a minute must be 100 to 100000000 tokens." },
        { new() { TokensPerMinute = 100_000_001 }, "The number of tokens a minute must be 100 to 100000000 tokens." },
        { new() { ContextTokens = 15 }, "The context of one request must be 16 to 1048576 tokens." },
        { new() { ContextTokens = 1_048_577 }, "The context of one request must be 16 to 1048576 tokens." },
        { new() { Weight = 0.09 }, "The weight must be 0.1 to 10;" },
        { new() { Weight = 10.1 }, "The weight must be 0.1 to 10;" },
        { new() { Weight = double.NaN }, "The weight must be 0.1 to 10;" },
    };

    [Theory]
    [MemberData(nameof(OutOfBounds))]
    public async Task A_value_out_of_its_bounds_is_refused_and_nothing_is_changed(TenantLimits wrong, string sentence)
    {
        var before = await SetAsync(installation.Red.Id, _all);

        var refused = await Assert.ThrowsAsync<LimitsRefusedException>(() => SetAsync(installation.Red.Id, wrong));

        Assert.StartsWith(sentence, refused.Message, StringComparison.Ordinal);
        Assert.Equal(_all, await Desk.GetAsync(installation.Red.Id, default) with { ChangedAt = null });
        Assert.NotNull(before.ChangedAt);
    }

    [Fact]
    public async Task The_bounds_themselves_are_within()
    {
        await SetAsync(installation.Red.Id, new() { Concurrency = 1, Queue = 0, TokensPerMinute = 100, ContextTokens = 16, Weight = 0.1 });
        await SetAsync(installation.Red.Id, new() { Concurrency = 64, Queue = 1_000, TokensPerMinute = 100_000_000, ContextTokens = 1_048_576, Weight = 10 });
    }

    /// <summary>The second wall: the application role itself, with a query that forgot the tenant, or means another.</summary>
    [Fact]
    public async Task A_query_sees_the_limits_of_the_tenant_that_it_named_and_none_without()
    {
        await SetAsync(installation.Red.Id, _all);
        await SetAsync(installation.Blue.Id, _all);

        Assert.Equal(0L, await AsControlRoleAsync(naming: null, "SELECT count(*) FROM control.tenant_limits"));
        Assert.Equal(1L, await AsControlRoleAsync(installation.Red.Id, "SELECT count(*) FROM control.tenant_limits"));
        Assert.Equal(0L, await AsControlRoleAsync(installation.Red.Id, $"WITH changed AS (UPDATE control.tenant_limits SET concurrency = 9 WHERE tenant_id = '{installation.Blue.Id}' RETURNING 1) SELECT count(*) FROM changed"));
    }

    [Theory]
    [InlineData("INSERT INTO control.tenant_limits (tenant_id, changed_at) VALUES ('{0}', now())")]
    [InlineData("UPDATE control.tenant_limits SET tenant_id = '{0}'")]
    [InlineData("DELETE FROM control.tenant_limits")]
    [InlineData("ALTER TABLE control.tenant_limits DISABLE ROW LEVEL SECURITY")]
    public async Task The_control_role_can_neither_write_those_of_a_tenant_that_was_not_named_nor_remove_any(string statement)
    {
        await SetAsync(installation.Red.Id, _all);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => AsControlRoleAsync(installation.Red.Id, statement.Replace("{0}", installation.Blue.Id.ToString(), StringComparison.Ordinal)));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    Task<TenantLimits> SetAsync(TenantId tenant, TenantLimits limits) => Desk.ChangeAsync(tenant, _ => limits, default);

    async Task<object?> AsControlRoleAsync(TenantId? naming, string statement)
    {
        await using var source = NpgsqlDataSource.Create(ControlSettings.Read(installation.ControlSettingsFile).ConnectionString);
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        if (naming is { } tenant)
        {
            await using var name = new NpgsqlCommand($"SELECT set_config('onpremllm.tenant', '{tenant}', true)", connection);
            await name.ExecuteNonQueryAsync();
        }

        await using var command = new NpgsqlCommand(statement, connection);
        return await command.ExecuteScalarAsync();
    }
}
