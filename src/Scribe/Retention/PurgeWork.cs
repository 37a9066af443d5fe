using OnPremLlm.Inference;
using OnPremLlm.Ledger;
using OnPremLlm.Scribe.Protocol;
using OnPremLlm.Scribe.Storage;
using OnPremLlm.Scribe.Visits;

namespace OnPremLlm.Scribe.Retention;

/// <summary>The steps of a purge. Each may be repeated after a crash and then changes nothing more.</summary>
internal sealed class PurgeWork(Keystore keystore, RecordStore records, VisitSessions sessions, ILanguageModel model, TimeProvider clock)
{
    static readonly string[] _assumptions =
    [
        "The storage of the root and seal keys is excluded from snapshots and backups, or its copies expire before this certificate is relied on: the file provider cannot reach copies that it does not know of.",
        "The keystore's folder is on a file system that honours fsync.",
        "No copy of the plaintext was taken by a screen, a printer or a person.",
    ];

    public async Task EnterIntentAsync(TransparencyLog ledger, Purge purge, IReadOnlyList<Disposition> rows, CancellationToken ct)
    {
        if (await FindAsync(ledger, LedgerEntryType.PurgeIntended, purge.Id, ct) is null)
        {
            await ledger.AppendAsync(Entry(LedgerEntryType.PurgeIntended, purge, rows), ct);
        }
    }

    /// <summary>Destroys the keys, ends what holds plaintext, removes the rows, and writes the certificate into <paramref name="purge"/>.</summary>
    public async Task DestroyAsync(TenantId tenant, Purge purge, IReadOnlyList<Disposition> rows, int held, CancellationToken ct)
    {
        RecordKeyId[] keys = [.. rows.Select(Key)];
        var report = await keystore.DestroyAsync(tenant, keys, ct);
        var destroyedAt = clock.GetUtcNow();
        List<DestroyedKey> destroyed = [.. report.Keys];
        foreach (var absent in report.AlreadyAbsent)
        {
            // Destroyed by this purge before it was cut off: the keystore remembers the id.
            destroyed.Add(await keystore.FindDestroyedAsync(tenant, absent, ct) ?? new DestroyedKey(absent, "unknown"));
        }

        await EndPlaintextAsync(tenant, rows, ct);
        foreach (var key in keys)
        {
            purge.Rows += await records.RemoveAsync(tenant, key.Encounter, key.Category, ct);
        }

        foreach (var row in rows)
        {
            row.PurgedAt = destroyedAt;
        }

        purge.Certificate = Certificate(tenant, purge, rows, report, destroyed, held).ToBytes();
    }

    public async Task<long> EnterReceiptAsync(TransparencyLog ledger, Purge purge, IReadOnlyList<Disposition> rows, CancellationToken ct)
    {
        var certificate = purge.Certificate ?? throw new InvalidOperationException($"Purge {purge.Id} has no certificate yet.");
        return await FindAsync(ledger, LedgerEntryType.PurgeReceipt, purge.Id, ct)
            ?? await ledger.AppendAsync(Receipt(purge, rows, certificate), ct);
    }

    /// <summary>Tells the pages that are open on the visits.</summary>
    public void Announce(TenantId tenant, IReadOnlyList<Disposition> rows)
    {
        foreach (var row in rows)
        {
            var session = sessions.Get(tenant, new EncounterId(row.EncounterId));
            session.Feed.Send(session.Feed.Unstored(VisitEventType.Purged) with { Purged = Kinds.Of((RecordCategory)row.Category) });
        }
    }

    async Task EndPlaintextAsync(TenantId tenant, IReadOnlyList<Disposition> rows, CancellationToken ct)
    {
        foreach (var row in rows)
        {
            sessions.EndWork(tenant, new EncounterId(row.EncounterId), (RecordCategory)row.Category);
        }

        // The model holds the transcript and what it wrote, and no sound.
        foreach (var visit in rows.Where(row => (RecordCategory)row.Category is RecordCategory.Transcript or RecordCategory.Draft).Select(row => row.EncounterId).Distinct())
        {
            await CloseSessionAsync(tenant, visit, ct);
        }
    }

    async Task CloseSessionAsync(TenantId tenant, Guid visit, CancellationToken ct)
    {
        try
        {
            await model.CloseSessionAsync(new OwnerId(tenant.Value), visit.ToString("N"), ct);
        }
        catch (InferenceException failure) when (failure.Failure is InferenceFailure.WorkerDied or InferenceFailure.WorkerUnavailable)
        {
            // No process, no plaintext.
        }
    }

    PurgeCertificate Certificate(TenantId tenant, Purge purge, IReadOnlyList<Disposition> rows, DestructionReport report, List<DestroyedKey> destroyed, int held) => new()
    {
        Id = purge.Id,
        Tenant = tenant.Value.ToString("D"),
        Policy = PolicyOf(rows),
        State = CertificateState.Final,
        Records = [.. rows.Select(row => new DestroyedRecord
        {
            Visit = row.EncounterId,
            Category = Name(row),
            Due = row.DueAt ?? throw new InvalidOperationException("A record without a due date was purged."),
            DestroyedAt = row.PurgedAt ?? clock.GetUtcNow(),
            Key = destroyed.FirstOrDefault(key => key.Record == Key(row))?.KeyId,
        })],
        DestroyedKeys = [.. destroyed.Select(key => key.KeyId)],
        // With those that were resealed before this purge was cut off; their old seal keys are no longer known by name.
        ResealedShards = [.. report.Shards.Select(shard => shard.Day).Concat(report.AlreadyAbsent.Select(key => key.Encounter.Day)).Distinct().Order().Select(day => $"{day:yyyy-MM-dd}")],
        DestroyedSealKeys = [.. report.Shards.Select(shard => shard.OldSealKeyId)],
        Method = PurgeCertificate.CryptographicErase,
        Cipher = "AES-256-GCM, C2SP chunked encryption with key commitment",
        Counts = new CertificateCounts { Due = rows.Count + held, Destroyed = rows.Count, Held = held },
        RowsRemoved = purge.Rows,
        Provider = "file",
        Assumptions = _assumptions,
        IssuedAt = clock.GetUtcNow(),
    };

    LedgerEntry Receipt(Purge purge, IReadOnlyList<Disposition> rows, byte[] certificate)
    {
        var intended = Entry(LedgerEntryType.PurgeReceipt, purge, rows);
        return intended with
        {
            Items = [.. intended.Items ?? [], .. PurgeCertificate.Parse(certificate).DestroyedKeys],
            Commitment = PurgeCertificate.CommitmentOf(certificate),
        };
    }

    LedgerEntry Entry(LedgerEntryType type, Purge purge, IReadOnlyList<Disposition> rows) => new()
    {
        Type = type,
        Time = clock.GetUtcNow(),
        Disposition = purge.Id,
        Policy = PolicyOf(rows),
        Items = [.. rows.Select(row => LedgerEntry.RecordItem(row.EncounterId, Name(row)))],
    };

    static async Task<long?> FindAsync(TransparencyLog ledger, LedgerEntryType type, Guid purge, CancellationToken ct)
    {
        await foreach (var (index, entry) in ledger.ReadAsync(0, ct))
        {
            if (entry.Type == type && entry.Disposition == purge)
            {
                return index;
            }
        }

        return null;
    }

    static string PolicyOf(IReadOnlyList<Disposition> rows) => string.Join('+', rows.Select(row => row.Policy).Distinct().Order());

    static string Name(Disposition row) => ((RecordCategory)row.Category).ToString().ToLowerInvariant();

    static RecordKeyId Key(Disposition row) => new(new EncounterId(row.EncounterId), (RecordCategory)row.Category);
}
