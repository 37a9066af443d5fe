using Microsoft.EntityFrameworkCore;
using OnPremLlm.Ledger;
using OnPremLlm.Scribe.Ledgers;
using OnPremLlm.Scribe.Storage;

namespace OnPremLlm.Scribe.Retention;

/// <summary>
/// Mends what a crash or a failed commit left between a ledger entry and the commit of the row that it explains. A record that only the ledger knows gets its row
/// back, so that its key is destroyed when it is due; a due date that was never committed is entered again as it is.
/// </summary>
internal sealed class LedgerRepair(ScribeStore store, TenantLedgers ledgers)
{
    /// <summary>Compares the first <paramref name="entries"/> of the ledger with the rows. Returns how many records were mended.</summary>
    public async Task<int> RunAsync(TenantId tenant, long entries, DateTimeOffset now, CancellationToken ct)
    {
        var ledger = await ledgers.GetAsync(tenant, ct);
        var live = await LiveAsync(ledger, entries, ct);
        await using var database = await store.OpenAsync(tenant, ct);
        var rows = await database.Dispositions.AsNoTracking().ToDictionaryAsync(row => (row.EncounterId, row.Category), ct);
        var mended = 0;
        foreach (var (record, entered) in live)
        {
            if (!rows.TryGetValue(record, out var row))
            {
                database.Dispositions.Add(new Disposition { EncounterId = record.Visit, Category = record.Category, CreatedAt = entered.Time, DueAt = entered.Due, Policy = entered.Policy ?? "" });
                mended++;
            }
            else if (row.PurgeId is null && Triggered(row, now).Due != entered.Due)
            {
                await EnterAgainAsync(ledger, database, record, now, ct);
                mended++;
            }
        }

        await database.SaveChangesAsync(ct);
        return mended;
    }

    // Under the row's lock: whoever changes the due date meanwhile enters it after this.
    static async Task EnterAgainAsync(TransparencyLog ledger, ScribeDbContext database, (Guid Visit, short Category) record, DateTimeOffset now, CancellationToken ct)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(ct);
        var row = await database.Dispositions
            .FromSql($"select * from scribe.dispositions where encounter_id = {record.Visit} and category = {record.Category} for update").AsNoTracking().SingleAsync(ct);
        if (row.PurgeId is null)
        {
            await ledger.AppendAsync(Triggered(row, now), CancellationToken.None);
        }

        await transaction.CommitAsync(ct);
    }

    // The records that have a key and no receipt, with the entry that last set their due date.
    static async Task<Dictionary<(Guid Visit, short Category), LedgerEntry>> LiveAsync(TransparencyLog ledger, long entries, CancellationToken ct)
    {
        Dictionary<(Guid, short), LedgerEntry> live = [];
        await foreach (var (index, entry) in ledger.ReadAsync(0, ct))
        {
            if (index >= entries)
            {
                break;
            }

            if (entry is { Type: LedgerEntryType.RecordKeyCreated or LedgerEntryType.Triggered, Visit: { } visit, Category: { } category })
            {
                live[(visit, CategoryOf(category))] = entry;
            }
            else if (entry is { Type: LedgerEntryType.PurgeReceipt, Items: { } items })
            {
                foreach (var (destroyed, name) in items.Select(Record).OfType<(Guid, string)>())
                {
                    live.Remove((destroyed, CategoryOf(name)));
                }
            }
        }

        return live;
    }

    static LedgerEntry Triggered(Disposition row, DateTimeOffset now) => new()
    {
        Type = LedgerEntryType.Triggered,
        Time = now,
        Visit = row.EncounterId,
        Category = ((RecordCategory)row.Category).ToString().ToLowerInvariant(),
        Due = row.DueAt,
        Policy = row.Policy,
    };

    /// <summary>The record that an item names (see <see cref="LedgerEntry.RecordItem"/>); null for a key's id.</summary>
    static (Guid Visit, string Category)? Record(string item) =>
        item.Split(':') is [var visit, var category] && Guid.TryParseExact(visit, "D", out var id) ? (id, category) : null;

    static short CategoryOf(string name) => (short)Enum.Parse<RecordCategory>(name, ignoreCase: true);
}
