using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using OnPremLlm.Tenancy.ApiKeys;
using OnPremLlm.TestSupport.Postgres;
using OnPremLlm.TestSupport.Tenancy;

namespace OnPremLlm.Tenancy.Tests.ApiKeys;

/// <summary>Two tenants and a clock that stands still until a test moves it on.</summary>
public sealed class KeyInstallation : TenancyFixture
{
    internal FakeTimeProvider Time { get; } = new(DateTimeOffset.Parse("2026-11-24T23:00:00Z"));

    protected override void Configure(IServiceCollection services) => services.AddSingleton<TimeProvider>(Time);

    internal async Task<T> UseAsync<T>(Func<Tenancy.ApiKeys.ApiKeys, Task<T>> use)
    {
        await using var scope = Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<Tenancy.ApiKeys.ApiKeys>());
    }

    internal Task<CreatedApiKey> CreateAsync(TenantId tenant, ApiKeyLifetime lifetime = default, ApiKeyScopes scopes = ApiKeyScopes.All, string name = "Letters") =>
        UseAsync(keys => keys.CreateAsync(tenant, new NewApiKey { Name = name, Lifetime = lifetime, Scopes = scopes }, default));

    internal Task<ApiKeyIdentity?> FindAsync(string? text) => UseAsync(keys => keys.FindAsync(text, default));

    internal Task<bool> RevokeAsync(TenantId tenant, ApiKeyId key) => UseAsync(keys => keys.RevokeAsync(tenant, key, default));

    internal Task<IReadOnlyList<ApiKey>> ListAsync(TenantId tenant) => UseAsync(keys => keys.ListAsync(tenant, default));

    internal async Task<ApiKey> ListedAsync(TenantId tenant, ApiKeyId key) => Assert.Single(await ListAsync(tenant), listed => listed.Id == key);

    /// <summary>As the superuser: past every wall.</summary>
    internal async Task<object?> ScalarAsSuperuserAsync(string statement, params object[] values)
    {
        await using var source = NpgsqlDataSource.Create(PrivatePostgres.Shared.SuperuserConnectionString(ControlDatabase));
        await using var command = source.CreateCommand(statement);
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        return await command.ExecuteScalarAsync();
    }
}
