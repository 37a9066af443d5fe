using Microsoft.EntityFrameworkCore;
using OnPremLlm.Ledger;
using OnPremLlm.Scribe.Ledgers;
using OnPremLlm.Scribe.Protocol;
using OnPremLlm.Scribe.Storage;
using OnPremLlm.Scribe.Visits;

namespace OnPremLlm.Scribe.Retention;

/// <summary>What compliance reads of a tenant: clocks, purges and their proofs. Ids and times only.</summary>
public sealed class PurgeRegister
{
    readonly ScribeStore _store;
    readonly TenantLedgers _ledgers;
    readonly TimeProvider _clock;

    internal PurgeRegister(ScribeStore store, TenantLedgers ledgers, TimeProvider clock) => (_store, _ledgers, _clock) = (store, ledgers, clock);

    /// <summary>Every record category of the newest 500 visits, newest first.</summary>
    public async Task<IReadOnlyList<ComplianceRecord>> RecordsAsync(TenantId tenant, CancellationToken ct)
    {
        var now = _clock.GetUtcNow();
        await using var database = await _store.OpenAsync(tenant, ct);
        var rows = await database.Dispositions.AsNoTracking().OrderByDescending(d => d.CreatedAt).ThenBy(d => d.Category).Take(2000).ToListAsync(ct);
        return [.. rows.Select(row => new ComplianceRecord
        {
            VisitId = row.EncounterId,
            Kind = Kinds.Of((RecordCategory)row.Category),
            CreatedAt = row.CreatedAt,
            DueAt = row.DueAt,
            OnHold = row.OnHold,
            PurgedAt = row.PurgedAt,
            ReceiptId = row.PurgedAt is null ? null : row.PurgeId,
            Overdue = row.PurgedAt is null && row.DueAt < now,
        })];
    }

    /// <summary>The receipts, newest first.</summary>
    public async Task<IReadOnlyList<ReceiptSummary>> ReceiptsAsync(TenantId tenant, CancellationToken ct)
    {
        await using var database = await _store.OpenAsync(tenant, ct);
        var purges = await database.Purges.AsNoTracking().Where(p => p.CompletedAt != null).OrderByDescending(p => p.IntendedAt).Take(1000).ToListAsync(ct);
        var counts = await database.Dispositions.Where(d => d.PurgeId != null).GroupBy(d => d.PurgeId).ToDictionaryAsync(g => g.Key ?? Guid.Empty, g => g.Count(), ct);
        return [.. purges.Select(purge => new ReceiptSummary
        {
            Id = purge.Id,
            IssuedAt = purge.CompletedAt ?? purge.IntendedAt,
            Records = counts.GetValueOrDefault(purge.Id),
            Rows = purge.Rows,
            LedgerIndex = purge.ReceiptIndex ?? -1,
        })];
    }

    /// <summary>Everything the Verifier needs to check one purge offline, the whole log included. Throws "visit-not-found" for an unknown receipt.</summary>
    public async Task<byte[]> BundleAsync(TenantId tenant, Guid receipt, CancellationToken ct)
    {
        await using var database = await _store.OpenAsync(tenant, ct);
        var purge = await database.Purges.AsNoTracking().SingleOrDefaultAsync(p => p.Id == receipt && p.CompletedAt != null, ct);
        if (purge is not { Certificate: { } certificate })
        {
            throw new ScribeException(HubErrors.NotFound, "There is no such receipt. Choose one from the list of receipts.");
        }

        var bundle = await ReceiptExport.CreateAsync(await _ledgers.GetAsync(tenant, ct), certificate, LogExport.WholeLog, ct);
        return bundle.ToBytes();
    }
}
