using OnPremLlm.Inference;
using OnPremLlm.Ledger;

namespace OnPremLlm.Scribe.Ledgers;

/// <summary>Enters each load of a language model in the ledger of the tenant that uses it: which weights, by which engine, shared or not; of a remote engine, where it is instead of which weights.</summary>
internal sealed class ModelLoadEntries(TenantLedgers ledgers, TimeProvider clock) : IModelLoads
{
    const int LongestItem = 200;

    public async Task EnterAsync(ModelLoad load, CancellationToken ct)
    {
        var ledger = await ledgers.GetAsync(new TenantId(load.Owner.Value), ct);
        await ledger.AppendAsync(Entry(load, clock.GetUtcNow()), CancellationToken.None);
    }

    internal static LedgerEntry Entry(ModelLoad load, DateTimeOffset now) => new()
    {
        Type = LedgerEntryType.ModelLoaded,
        Time = now,
        Items =
        [
            Item($"model:{load.ModelId}"), Item($"engine:{load.Engine}/{load.EngineVersion}"), $"isolation:{load.Isolation.ToString().ToLowerInvariant()}",
            .. load.Remote is { } remote ? (string[])[Item($"remote:{remote.Server}"), Item($"remote-model:{remote.Model}")] : [],
        ],
        Commitment = load.Sha256,
    };

    // A file outside the catalogs is called by its name, which may hold any character.
    static string Item(string text) => string.Concat(text.Take(LongestItem).Select(c => char.IsAsciiLetterOrDigit(c) || "._:/@+=~-".Contains(c, StringComparison.Ordinal) ? c : '_'));
}
