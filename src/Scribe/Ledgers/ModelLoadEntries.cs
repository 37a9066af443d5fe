using OnPremLlm.Inference;
using OnPremLlm.Ledger;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Scribe.Ledgers;

/// <summary>Enters each load of a language model in the ledger of the tenant that uses it: which weights, by which engine, shared or not; of a remote engine, where it is instead of which weights.</summary>
internal sealed class ModelLoadEntries(TenantLedgers ledgers, TimeProvider clock) : IModelLoads
{
    const int LongestItem = 200;
    const string Model = "model:";
    const string Engine = "engine:";
    const string Isolation = "isolation:";
    const string Remote = "remote:";
    const string RemoteModel = "remote-model:";

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
            Item($"{Model}{load.ModelId}"), Item($"{Engine}{load.Engine}/{load.EngineVersion}"), $"{Isolation}{load.Isolation.ToString().ToLowerInvariant()}",
            .. load.Remote is { } remote ? (string[])[Item($"{Remote}{remote.Server}"), Item($"{RemoteModel}{remote.Model}")] : [],
        ],
        Commitment = load.Sha256,
    };

    /// <summary>What an entry says, counted as one load. Ids hold what <see cref="Entry"/> could write of them.</summary>
    internal static ModelThatRan Of(LedgerEntry entry) => new()
    {
        Id = Value(entry, Model) ?? "",
        Sha256 = entry.Commitment,
        Engine = Value(entry, Engine) ?? "",
        Isolation = Value(entry, Isolation) ?? "",
        Remote = Value(entry, Remote),
        RemoteModel = Value(entry, RemoteModel),
        FirstLoadedAt = entry.Time,
        LastLoadedAt = entry.Time,
        Loads = 1,
    };

    static string? Value(LedgerEntry entry, string name) => entry.Items?.FirstOrDefault(item => item.StartsWith(name, StringComparison.Ordinal))?[name.Length..];

    // A file outside the catalogs is called by its name, which may hold any character.
    static string Item(string text) => string.Concat(text.Take(LongestItem).Select(c => char.IsAsciiLetterOrDigit(c) || "._:/@+=~-".Contains(c, StringComparison.Ordinal) ? c : '_'));
}
