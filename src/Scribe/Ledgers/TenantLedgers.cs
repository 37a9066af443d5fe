using System.Collections.Concurrent;
using System.Security.Cryptography;
using OnPremLlm.Ledger;

namespace OnPremLlm.Scribe.Ledgers;

/// <summary>Each tenant's transparency log, opened on first use and kept open. The signing seed stays in the tenant's keystore.</summary>
internal sealed class TenantLedgers(string folder, Keystore keystore, TimeProvider clock) : IAsyncDisposable
{
    readonly ConcurrentDictionary<TenantId, Lazy<Task<TransparencyLog>>> _open = new();
    readonly ConcurrentDictionary<TenantId, long> _doubtful = new();

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

    /// <summary>
    /// How many of the first entries may stand in the ledger without the row that they explain: those that were there when this process opened
    /// the log, and those up to a commit that failed. Null when there is no doubt.
    /// </summary>
    public async Task<long?> DoubtfulAsync(TenantId tenant, CancellationToken ct)
    {
        await GetAsync(tenant, ct);
        return _doubtful.TryGetValue(tenant, out var entries) ? entries : null;
    }

    /// <summary>The commit that belongs to the newest entries failed.</summary>
    public void Doubt(TenantId tenant, TransparencyLog log) => _doubtful[tenant] = log.Head.Size;

    /// <summary>The first entries were compared; a doubt that came meanwhile stays.</summary>
    public void Settle(TenantId tenant, long entries) => _doubtful.TryRemove(KeyValuePair.Create(tenant, entries));

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
            var log = await TransparencyLog.OpenAsync(Path.Combine(folder, tenant.Value.ToString("D")), origin, seed, clock, CancellationToken.None);
            Doubt(tenant, log);
            return log;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }
}
