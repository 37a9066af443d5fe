using System.Text.Json;
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
    /// <summary>Of one list: four categories of 500 visits.</summary>
    const int MostRecords = 2000;

    static readonly TimeSpan _soon = TimeSpan.FromHours(24);

    readonly ScribeStore _store;
    readonly TenantLedgers _ledgers;
    readonly TimeProvider _clock;

    internal PurgeRegister(ScribeStore store, TenantLedgers ledgers, TimeProvider clock) => (_store, _ledgers, _clock) = (store, ledgers, clock);

    /// <summary>Every record category of the newest 500 visits, newest first. For what is overdue, however old: <see cref="DueAsync"/>.</summary>
    public async Task<IReadOnlyList<ComplianceRecord>> RecordsAsync(TenantId tenant, CancellationToken ct)
    {
        await using var database = await _store.OpenAsync(tenant, ct);
        return await ListAsync(database.Dispositions.OrderByDescending(d => d.CreatedAt).ThenBy(d => d.EncounterId).ThenBy(d => d.Category), ct);
    }

    /// <summary>What is overdue or due within 24 hours and under no hold, earliest first; at most 2,000, so the likeliest fault is always among them.</summary>
    public async Task<IReadOnlyList<ComplianceRecord>> DueAsync(TenantId tenant, CancellationToken ct)
    {
        var soon = _clock.GetUtcNow() + _soon;
        await using var database = await _store.OpenAsync(tenant, ct);
        return await ListAsync(
            database.Dispositions.Where(d => d.PurgedAt == null && !d.OnHold && d.DueAt <= soon).OrderBy(d => d.DueAt).ThenBy(d => d.EncounterId).ThenBy(d => d.Category), ct);
    }

    /// <summary>Counted by the database over all rows; zeros for a clinic without visits.</summary>
    public async Task<ComplianceCounts> CountsAsync(TenantId tenant, CancellationToken ct)
    {
        var now = _clock.GetUtcNow();
        var soon = now + _soon;
        await using var database = await _store.OpenAsync(tenant, ct);
        var receipts = await database.Purges.CountAsync(p => p.CompletedAt != null, ct);
        return await database.Dispositions.GroupBy(_ => 1).Select(all => new ComplianceCounts
        {
            Overdue = all.Count(d => d.PurgedAt == null && !d.OnHold && d.DueAt <= now),
            OverdueVisits = all.Where(d => d.PurgedAt == null && !d.OnHold && d.DueAt <= now).Select(d => d.EncounterId).Distinct().Count(),
            DueSoon = all.Count(d => d.PurgedAt == null && !d.OnHold && d.DueAt > now && d.DueAt <= soon),
            OnHold = all.Count(d => d.PurgedAt == null && d.OnHold),
            HeldBeyondDue = all.Count(d => d.PurgedAt == null && d.OnHold && d.DueAt <= now),
            Purged = all.Count(d => d.PurgedAt != null),
            Live = all.Count(d => d.PurgedAt == null),
            Visits = all.Select(d => d.EncounterId).Distinct().Count(),
            Receipts = receipts,
        }).SingleOrDefaultAsync(ct) ?? new ComplianceCounts { Overdue = 0, OverdueVisits = 0, DueSoon = 0, OnHold = 0, HeldBeyondDue = 0, Purged = 0, Live = 0, Visits = 0, Receipts = receipts };
    }

    /// <summary>The policy that due dates are computed with from now on; null where none was set, and then nothing may be recorded.</summary>
    public async Task<PolicyInForce?> PolicyAsync(TenantId tenant, CancellationToken ct)
    {
        await using var database = await _store.OpenAsync(tenant, ct);
        var current = await database.Policies.AsNoTracking().OrderByDescending(p => p.Version).FirstOrDefaultAsync(ct);
        return current is null
            ? null
            : new PolicyInForce(JsonSerializer.Deserialize(current.Json, VisitJson.Default.RetentionPolicy) ?? throw new InvalidDataException($"Retention policy {current.Version} is empty."), current.SetAt);
    }

    /// <summary>The public key of the clinic's log as a vkey, as it stands in the file log.vkey of its ledger.</summary>
    public async Task<string> LogKeyAsync(TenantId tenant, CancellationToken ct) => (await _ledgers.GetAsync(tenant, ct)).VerifierKey;

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

    async Task<IReadOnlyList<ComplianceRecord>> ListAsync(IQueryable<Disposition> ordered, CancellationToken ct)
    {
        var now = _clock.GetUtcNow();
        var rows = await ordered.AsNoTracking().Take(MostRecords).ToListAsync(ct);
        return [.. rows.Select(row => new ComplianceRecord
        {
            VisitId = row.EncounterId,
            Kind = Kinds.Of((RecordCategory)row.Category),
            CreatedAt = row.CreatedAt,
            DueAt = row.DueAt,
            OnHold = row.OnHold,
            PurgedAt = row.PurgedAt,
            ReceiptId = row.PurgedAt is null ? null : row.PurgeId,
            Overdue = row.PurgedAt is null && row.DueAt <= now,
        })];
    }
}

/// <summary>A clinic's newest policy, and since when.</summary>
public sealed record PolicyInForce(RetentionPolicy Policy, DateTimeOffset SetAt);
