using System.Collections.Concurrent;
using System.Security.Cryptography;
using OnPremLlm.Ledger;

namespace OnPremLlm.Scribe.Ledgers;

/// <summary>Each tenant's transparency log, opened on first use and kept open. The signing seed stays in the tenant's keystore.</summary>
internal sealed class TenantLedgers(string folder, Keystore keystore, TimeProvider clock) : IAsyncDisposable
{
    readonly ConcurrentDictionary<TenantId, Lazy<Task<TransparencyLog>>> _open = new();

    public async Task<TransparencyLog> GetAsync(TenantId tenant, CancellationToken ct)
    {
        var opening = _open.GetOrAdd(tenant, id => new Lazy<Task<TransparencyLog>>(() => OpenAsync(id)));
        try
        {
            return await opening.Value.WaitAsync(ct);
        }
        catch when (opening.Value.IsFaulted)
        {
            // The next call tries again: the disk may have been full, another process may have held the log.
            _open.TryRemove(new KeyValuePair<TenantId, Lazy<Task<TransparencyLog>>>(tenant, opening));
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var opening in _open.Values.Where(log => log.Value.IsCompletedSuccessfully))
        {
            await (await opening.Value).DisposeAsync();
        }

        _open.Clear();
    }

    async Task<TransparencyLog> OpenAsync(TenantId tenant)
    {
        var seed = await keystore.GetTenantSecretAsync(tenant, "ledger-signing-seed", CancellationToken.None);
        try
        {
            var origin = $"onpremllm.local/ledger/{tenant.Value:D}";
            return await TransparencyLog.OpenAsync(Path.Combine(folder, tenant.Value.ToString("D")), origin, seed, clock, CancellationToken.None);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }
}
