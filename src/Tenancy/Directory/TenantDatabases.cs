using System.Collections.Concurrent;
using Npgsql;
using OnPremLlm.Tenancy.ControlPlane;

namespace OnPremLlm.Tenancy.Directory;

/// <summary>
/// Connections to the tenants' databases as each tenant's application role, which owns nothing and can connect to that database only.
/// Pools of 0 to 4 connections, made at first use. Thread-safe.
/// </summary>
public sealed class TenantDatabases : IAsyncDisposable
{
    const int MaxConnectionsPerTenant = 4;
    readonly ConcurrentDictionary<TenantId, NpgsqlDataSource> _sources = [];
    readonly TenantDirectory _directory;
    readonly TenantPasswords _passwords;
    readonly NpgsqlConnectionStringBuilder _server;

    internal TenantDatabases(TenantDirectory directory, TenantPasswords passwords, string controlConnectionString)
    {
        (_directory, _passwords, _server) = (directory, passwords, new(controlConnectionString));
    }

    /// <summary>The tenant's data source; do not dispose it. Throws <see cref="UnknownTenantException"/> when there is no such tenant.</summary>
    public async ValueTask<NpgsqlDataSource> GetAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        if (_sources.TryGetValue(tenant, out var known))
        {
            return known;
        }

        var made = await MakeAsync(tenant, cancellationToken);
        var kept = _sources.GetOrAdd(tenant, made);
        if (!ReferenceEquals(kept, made))
        {
            await made.DisposeAsync();
        }

        return kept;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var source in _sources.Values)
        {
            await source.DisposeAsync();
        }

        _sources.Clear();
    }

    async Task<NpgsqlDataSource> MakeAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var row = await _directory.FindRowAsync(tenant, cancellationToken) ?? throw new UnknownTenantException(tenant);
        var password = await _passwords.OpenAsync(tenant, row.SealedPassword ?? throw new UnknownTenantException(tenant), cancellationToken);
        return NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(_server.ConnectionString)
        {
            Database = row.DatabaseName,
            Username = ControlNames.ApplicationOf(row.DatabaseName),
            Password = password,
            Pooling = true,
            MinPoolSize = 0,
            MaxPoolSize = MaxConnectionsPerTenant,
            ConnectionIdleLifetime = 60,
            // A frame is acknowledged when it is durable; a server set to synchronous_commit=off would make that a lie.
            Options = "-c synchronous_commit=on",
        });
    }
}
