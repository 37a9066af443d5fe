using System.Collections.Concurrent;
using System.Collections.Immutable;
using OnPremLlm.Ledger;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Scribe.Ledgers;

/// <summary>
/// The models that a tenant's ledger says were loaded for it: also those that were removed since, and those of earlier runs of the Host. Thread-safe.
/// </summary>
public sealed class ModelHistory
{
    readonly TenantLedgers _ledgers;
    readonly ConcurrentDictionary<TenantId, Read> _read = new();

    internal ModelHistory(TenantLedgers ledgers) => _ledgers = ledgers;

    /// <summary>The one that was loaded last comes first; empty where none was. Times are the ledger's: to the minute.</summary>
    public async Task<IReadOnlyList<ModelThatRan>> OfAsync(TenantId tenant, CancellationToken ct)
    {
        var ledger = await _ledgers.GetAsync(tenant, ct);
        // A log only grows: what was read of it stays so, and only what is new is read.
        var (next, models) = _read.GetValueOrDefault(tenant, Read.Nothing);
        await foreach (var (index, entry) in ledger.ReadAsync(next, ct))
        {
            next = index + 1;
            models = entry.Type is LedgerEntryType.ModelLoaded ? Add(models, index, entry) : models;
        }

        _read[tenant] = new(next, models);
        return [.. models.Values.OrderByDescending(run => run.Entry).Select(run => run.Model)];
    }

    // One of another file, engine, place or isolation is another one, under whatever name.
    static ImmutableDictionary<ModelThatRan, Run> Add(ImmutableDictionary<ModelThatRan, Run> models, long index, LedgerEntry entry)
    {
        var loaded = ModelLoadEntries.Of(entry);
        var key = loaded with { FirstLoadedAt = default, LastLoadedAt = default };
        return models.SetItem(key, new(index, models.TryGetValue(key, out var known) ? loaded with { FirstLoadedAt = known.Model.FirstLoadedAt, Loads = known.Model.Loads + 1 } : loaded));
    }

    /// <param name="Entry">Index of the last load.</param>
    sealed record Run(long Entry, ModelThatRan Model);

    sealed record Read(long Next, ImmutableDictionary<ModelThatRan, Run> Models)
    {
        public static readonly Read Nothing = new(0, ImmutableDictionary<ModelThatRan, Run>.Empty);
    }
}
