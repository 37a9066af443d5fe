using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OnPremLlm.Ledger;
using OnPremLlm.Scribe.Ledgers;
using OnPremLlm.Scribe.Storage;

namespace OnPremLlm.Scribe.Retention;

/// <summary>
/// Puts a visit's records on their clocks: keys and ledger entries at creation, new due dates at every event that changes them.
/// The ledger entry is durable before the row that it explains.
/// </summary>
internal sealed class Dispositions(ScribeStore store, Keystore keystore, TenantLedgers ledgers, TimeProvider clock)
{
    static readonly RecordCategory[] _categories = [RecordCategory.Audio, RecordCategory.Transcript, RecordCategory.Draft, RecordCategory.Note];

    /// <summary>Record keys, ledger entries and clocks of a new visit, added to <paramref name="database"/> but not saved.</summary>
    public async Task OpenAsync(TenantId tenant, Encounter encounter, ScribeDbContext database, CancellationToken ct)
    {
        var visit = new EncounterId(encounter.Id);
        var policy = await PolicyAsync(database, ct);
        await keystore.CreateRecordKeysAsync(tenant, visit, _categories, ct);
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
        var ledger = await ledgers.GetAsync(tenant, ct);
        await ledger.AppendAsync(entries, ct);
        database.Dispositions.AddRange(_categories.Select(category => new Disposition
        {
            EncounterId = encounter.Id,
            Category = (short)category,
            CreatedAt = encounter.CreatedAt,
            DueAt = policy.DueAt(category, encounter.Times),
            Policy = policy.Fingerprint(),
        }));
    }

    /// <summary>Recomputes the due dates after an event; what changed is entered in the ledger and set in <paramref name="database"/>, not saved.</summary>
    public async Task RescheduleAsync(TenantId tenant, Encounter encounter, ScribeDbContext database, CancellationToken ct)
    {
        var policy = await PolicyAsync(database, ct);
        var rows = await database.Dispositions.Where(d => d.EncounterId == encounter.Id && d.PurgeId == null).ToListAsync(ct);
        var changed = rows.Where(row => row.DueAt != policy.DueAt((RecordCategory)row.Category, encounter.Times)).ToList();
        if (changed.Count == 0)
        {
            return;
        }

        var ledger = await ledgers.GetAsync(tenant, ct);
        await ledger.AppendAsync([.. changed.Select(row => Entry(LedgerEntryType.Triggered, encounter, (RecordCategory)row.Category, policy))], ct);
        foreach (var row in changed)
        {
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

        var ledger = await ledgers.GetAsync(tenant, ct);
        await ledger.AppendAsync(new LedgerEntry { Type = LedgerEntryType.PolicyChanged, Time = clock.GetUtcNow(), Policy = policy.Fingerprint() }, ct);
        database.Policies.Add(new PolicyVersion { Version = policy.Version, Json = JsonSerializer.Serialize(policy, VisitJson.Default.RetentionPolicy), SetAt = clock.GetUtcNow() });
        await database.SaveChangesAsync(ct);
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
