using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OnPremLlm.Ledger;
using OnPremLlm.Scribe.Ledgers;
using OnPremLlm.Scribe.Storage;

namespace OnPremLlm.Scribe.Retention;

/// <summary>
/// Puts a visit's records on their clocks: keys and ledger entries at creation, new due dates at every event that changes them.
/// A ledger entry is durable before the row that it explains is committed; what a crash leaves between the two, <see cref="LedgerRepair"/> mends.
/// </summary>
internal sealed class Dispositions(ScribeStore store, Keystore keystore, TenantLedgers ledgers, TimeProvider clock)
{
    static readonly RecordCategory[] _categories = [RecordCategory.Audio, RecordCategory.Transcript, RecordCategory.Draft, RecordCategory.Note];

    /// <summary>Record keys of a new visit, and its ledger entries and clocks, added to <paramref name="database"/> but not saved.</summary>
    public async Task OpenAsync(TenantId tenant, Encounter encounter, ScribeDbContext database, CancellationToken ct)
    {
        var visit = new EncounterId(encounter.Id);
        var policy = await PolicyAsync(database, ct);
        await keystore.CreateRecordKeysAsync(tenant, visit, _categories, CancellationToken.None);
        List<LedgerEntry> entries = [];
        foreach (var category in _categories)
        {
            var keyId = await keystore.FindKeyIdAsync(tenant, new RecordKeyId(visit, category), ct)
                ?? throw new InvalidOperationException($"The record key of visit {visit} ({category}) was made and is not there.");
            entries.Add(Entry(LedgerEntryType.RecordKeyCreated, encounter, category, policy) with { Items = [keyId] });
        }

        // The first due date is an event of its own: an auditor recomputes it from the policy.
        entries.AddRange(_categories.Where(category => policy.DueAt(category, encounter.Times) is not null)
            .Select(category => Entry(LedgerEntryType.Triggered, encounter, category, policy)));
        database.Entries.AddRange(entries);
        database.Dispositions.AddRange(_categories.Select(category => new Disposition
        {
            EncounterId = encounter.Id,
            Category = (short)category,
            CreatedAt = encounter.CreatedAt,
            DueAt = policy.DueAt(category, encounter.Times),
            Policy = policy.Fingerprint(),
        }));
    }

    /// <summary>
    /// Saves the changes with the ledger entries that explain them. A caller that leaves after the first entry is not obeyed: a due date that only
    /// the ledger knows would be overdue for ever.
    /// </summary>
    public async Task SaveAsync(TenantId tenant, ScribeDbContext database, CancellationToken ct)
    {
        if (database.Entries.Count == 0)
        {
            ct.ThrowIfCancellationRequested();
            await database.SaveChangesAsync(CancellationToken.None);
            return;
        }

        var ledger = await ledgers.GetAsync(tenant, ct);
        await using var transaction = await database.Database.BeginTransactionAsync(ct);
        await database.SaveChangesAsync(ct);
        await ledger.AppendAsync(database.Entries, CancellationToken.None);
        try
        {
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch
        {
            ledgers.Doubt(tenant, ledger);
            throw;
        }

        database.Entries.Clear();
    }

    /// <summary>Recomputes the due dates after an event; what changed is set in <paramref name="database"/>, not saved.</summary>
    public async Task RescheduleAsync(Encounter encounter, ScribeDbContext database, CancellationToken ct)
    {
        var policy = await PolicyAsync(database, ct);
        var rows = await database.Dispositions.Where(d => d.EncounterId == encounter.Id && d.PurgeId == null).ToListAsync(ct);
        foreach (var row in rows.Where(row => row.DueAt != policy.DueAt((RecordCategory)row.Category, encounter.Times)))
        {
            database.Entries.Add(Entry(LedgerEntryType.Triggered, encounter, (RecordCategory)row.Category, policy));
            row.DueAt = policy.DueAt((RecordCategory)row.Category, encounter.Times);
            row.Policy = policy.Fingerprint();
        }
    }

    /// <summary>Makes a policy the tenant's current one. The version must be one above the last.</summary>
    public async Task SetPolicyAsync(TenantId tenant, RetentionPolicy policy, CancellationToken ct)
    {
        await using var database = await store.OpenAsync(tenant, ct);
        var last = await database.Policies.MaxAsync(p => (int?)p.Version, ct) ?? 0;
        if (policy.Version != last + 1)
        {
            throw new ArgumentException($"The policy's version is {policy.Version}, but the tenant's last version is {last}: it must be {last + 1}.", nameof(policy));
        }

        database.Entries.Add(new LedgerEntry { Type = LedgerEntryType.PolicyChanged, Time = clock.GetUtcNow(), Policy = policy.Fingerprint() });
        database.Policies.Add(new PolicyVersion { Version = policy.Version, Json = JsonSerializer.Serialize(policy, VisitJson.Default.RetentionPolicy), SetAt = clock.GetUtcNow() });
        await SaveAsync(tenant, database, ct);
    }

    /// <summary>Sets the first policy unless there is one.</summary>
    public async Task EnsurePolicyAsync(TenantId tenant, RetentionPolicy first, CancellationToken ct)
    {
        await using var database = await store.OpenAsync(tenant, ct);
        if (!await database.Policies.AnyAsync(ct))
        {
            await SetPolicyAsync(tenant, first, ct);
        }
    }

    static async Task<RetentionPolicy> PolicyAsync(ScribeDbContext database, CancellationToken ct)
    {
        var current = await database.Policies.OrderByDescending(p => p.Version).FirstOrDefaultAsync(ct);
        return current is null
            ? throw new InvalidOperationException("This tenant has no retention policy, so nothing may be recorded. Set one: onpremllm tenants create sets it with --retention.")
            : JsonSerializer.Deserialize(current.Json, VisitJson.Default.RetentionPolicy) ?? throw new InvalidDataException($"Retention policy {current.Version} is empty.");
    }

    LedgerEntry Entry(LedgerEntryType type, Encounter encounter, RecordCategory category, RetentionPolicy policy) => new()
    {
        Type = type,
        Time = clock.GetUtcNow(),
        Visit = encounter.Id,
        Category = category.ToString().ToLowerInvariant(),
        Due = policy.DueAt(category, encounter.Times),
        Policy = policy.Fingerprint(),
    };
}
