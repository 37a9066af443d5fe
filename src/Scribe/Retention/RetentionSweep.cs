using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using OnPremLlm.Ledger;
using OnPremLlm.Scribe.Ledgers;
using OnPremLlm.Scribe.Protocol;
using OnPremLlm.Scribe.Storage;

namespace OnPremLlm.Scribe.Retention;

/// <summary>
/// Purges what is due in a tenant: intent under the row lock, keys destroyed, plaintext in memory ended, rows removed, receipt entered.
/// Each step can be repeated; a run that was cut off anywhere is finished by the next.
/// </summary>
public sealed class RetentionSweep : IDisposable
{
    readonly ScribeStore _store;
    readonly TenantLedgers _ledgers;
    readonly PurgeWork _work;
    readonly LedgerRepair _repair;
    readonly ClockGuard _guard;
    readonly TimeProvider _clock;
    readonly ILogger<RetentionSweep> _log;
    readonly SemaphoreSlim _oneAtATime = new(1, 1);

    internal RetentionSweep(
        ScribeStore store, TenantLedgers ledgers, PurgeWork work, LedgerRepair repair, ClockGuard guard, TimeProvider clock, ILogger<RetentionSweep> log) =>
        (_store, _ledgers, _work, _repair, _guard, _clock, _log) = (store, ledgers, work, repair, guard, clock, log);

    /// <summary>Mends what a crash or a failed commit left, finishes interrupted purges, then purges everything that is due now. Returns what the new purge did.</summary>
    public async Task<SweepResult> RunAsync(TenantId tenant, CancellationToken ct)
    {
        _guard.Check();
        await _oneAtATime.WaitAsync(ct);
        try
        {
            await RepairAsync(tenant, ct);
            foreach (var interrupted in await InterruptedAsync(tenant, ct))
            {
                await FinishAsync(tenant, interrupted, held: 0, ct);
            }

            return await PurgeDueAsync(tenant, ct);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

    async Task RepairAsync(TenantId tenant, CancellationToken ct)
    {
        if (await _ledgers.DoubtfulAsync(tenant, ct) is not { } entries)
        {
            return;
        }

        var mended = await _repair.RunAsync(tenant, entries, _clock.GetUtcNow(), ct);
        if (mended > 0)
        {
            _log.RecordsMended(tenant.Value, mended);
        }

        _ledgers.Settle(tenant, entries);
    }

    async Task<List<Guid>> InterruptedAsync(TenantId tenant, CancellationToken ct)
    {
        await using var database = await _store.OpenAsync(tenant, ct);
        return await database.Purges.Where(p => p.CompletedAt == null).Select(p => p.Id).ToListAsync(ct);
    }

    async Task<SweepResult> PurgeDueAsync(TenantId tenant, CancellationToken ct)
    {
        var (purge, due, held) = await IntendAsync(tenant, ct);
        if (purge is null)
        {
            return new SweepResult { Due = due, Purged = 0, Held = held };
        }

        var purged = await FinishAsync(tenant, purge.Value, held, ct);
        return new SweepResult { Due = due, Purged = purged, Held = held, ReceiptId = purge };
    }

    /// <summary>Marks what is due and not held, under the rows' locks: from here on no hold can be placed on it.</summary>
    async Task<(Guid? Purge, int Due, int Held)> IntendAsync(TenantId tenant, CancellationToken ct)
    {
        var now = _clock.GetUtcNow();
        await using var database = await _store.OpenAsync(tenant, ct);
        await using var transaction = await database.Database.BeginTransactionAsync(ct);
        var due = await database.Dispositions
            .FromSql($"select * from scribe.dispositions where due_at <= {now} and purge_id is null for update").ToListAsync(ct);
        var free = due.Where(row => !row.OnHold).ToList();
        if (free.Count == 0)
        {
            return (null, due.Count, due.Count);
        }

        var purge = new Purge { Id = Guid.CreateVersion7(now), IntendedAt = now };
        free.ForEach(row => row.PurgeId = purge.Id);
        database.Purges.Add(purge);
        await database.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return (purge.Id, due.Count, due.Count - free.Count);
    }

    async Task<int> FinishAsync(TenantId tenant, Guid purgeId, int held, CancellationToken ct)
    {
        await using var database = await _store.OpenAsync(tenant, ct);
        var purge = await database.Purges.SingleAsync(p => p.Id == purgeId, ct);
        var rows = await database.Dispositions.Where(d => d.PurgeId == purgeId).ToListAsync(ct);
        var ledger = await _ledgers.GetAsync(tenant, ct);
        if (purge.Certificate is null)
        {
            await _work.EnterIntentAsync(ledger, purge, rows, ct);
            await _work.DestroyAsync(tenant, purge, rows, held, ct);
            await database.SaveChangesAsync(ct);
        }

        purge.ReceiptIndex = await _work.EnterReceiptAsync(ledger, purge, rows, ct);
        purge.CompletedAt = _clock.GetUtcNow();
        await database.SaveChangesAsync(ct);
        _work.Announce(tenant, rows);
        _log.Purged(purge.Id, tenant.Value, rows.Count, purge.Rows, purge.ReceiptIndex.Value);
        return rows.Count;
    }
}
