using System.Runtime.CompilerServices;
using Npgsql;
using OnPremLlm.Tenancy.Directory;
using OnPremLlm.Tenancy.Keys;
using OnPremLlm.Tenancy.Sealing;

namespace OnPremLlm.Tenancy.Stores;

/// <summary>
/// Sealed records in the tenant's database: the only place where clinical content is stored. Each object is sealed under the record key of its
/// encounter and category and bound to tenant, category, encounter, kind and sequence. Thread-safe.
/// All methods throw <see cref="UnknownTenantException"/> for a tenant that does not exist; those that seal or open throw
/// <see cref="RecordKeyDestroyedException"/> when the record key is gone, and <see cref="TamperedRecordException"/> when a row was altered or moved.
/// </summary>
public sealed class RecordStore(TenantDatabases databases, Keystore keystore)
{
    /// <summary>The largest content of one object: 64 MiB.</summary>
    public const int MaxContentLength = 64 * 1024 * 1024;

    const int PageSize = 32;
    const string Insert = """
        INSERT INTO records.sealed_records (encounter_id, category, kind, sequence, sealed)
        SELECT $1, $2, $3, new.sequence, new.sealed FROM unnest($4, $5) AS new (sequence, sealed)
        """;

    /// <summary>
    /// Adds objects in one transaction; they are durable when it returns. A sequence that the address has already stays as it is, so that a
    /// sender may send again. Returns how many were new.
    /// </summary>
    public Task<int> AppendAsync(TenantId tenant, RecordAddress address, IReadOnlyList<SealedObject> objects, CancellationToken cancellationToken) =>
        objects.Count == 0 ? Task.FromResult(0) : WriteAsync(tenant, address, objects, Insert + " ON CONFLICT DO NOTHING", cancellationToken);

    /// <summary>Adds the object, or puts it in the place of the one with its sequence. Durable when it returns.</summary>
    public Task ReplaceAsync(TenantId tenant, RecordAddress address, SealedObject content, CancellationToken cancellationToken) =>
        WriteAsync(tenant, address, [content],
            Insert + " ON CONFLICT (encounter_id, category, kind, sequence) DO UPDATE SET sealed = excluded.sealed, created_at = now()", cancellationToken);

    /// <summary>
    /// Objects with a sequence above <paramref name="afterSequence"/> (-1 for all), ascending. No connection is held while the caller works on one;
    /// what is appended meanwhile is included.
    /// </summary>
    public async IAsyncEnumerable<SealedObject> ReadAsync(
        TenantId tenant, RecordAddress address, long afterSequence, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var after = afterSequence; ;)
        {
            var page = await ReadPageAsync(tenant, address, after, cancellationToken);
            foreach (var (sequence, sealedBytes) in page)
            {
                yield return new(sequence, await OpenAsync(tenant, address, sequence, sealedBytes, cancellationToken));
                after = sequence;
            }

            if (page.Count < PageSize)
            {
                yield break;
            }
        }
    }

    /// <summary>The highest sequence of the address; null when it has no objects. Needs no key.</summary>
    public async Task<long?> LastSequenceAsync(TenantId tenant, RecordAddress address, CancellationToken cancellationToken)
    {
        await using var command = await CommandAsync(tenant,
            "SELECT max(sequence) FROM records.sealed_records WHERE encounter_id = $1 AND category = $2 AND kind = $3", address, cancellationToken);
        return await command.ExecuteScalarAsync(cancellationToken) as long?;
    }

    /// <summary>Throws <see cref="RecordKeyDestroyedException"/> where the address has no key any more.</summary>
    public async Task RequireKeyAsync(TenantId tenant, RecordAddress address, CancellationToken cancellationToken)
    {
        if (!await keystore.ExistsAsync(tenant, address.Key, cancellationToken))
        {
            throw new RecordKeyDestroyedException(address.Key);
        }
    }

    /// <summary>Removes the rows of a category; called after its key was destroyed. Returns how many there were.</summary>
    public async Task<int> RemoveAsync(TenantId tenant, EncounterId encounter, RecordCategory category, CancellationToken cancellationToken)
    {
        var source = await databases.GetAsync(tenant, cancellationToken);
        await using var command = source.CreateCommand("DELETE FROM records.sealed_records WHERE encounter_id = $1 AND category = $2");
        command.Parameters.AddWithValue(encounter.Value);
        command.Parameters.AddWithValue((short)category);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Removes the rows of one address, whose key stays. Returns how many there were.</summary>
    public async Task<int> RemoveAsync(TenantId tenant, RecordAddress address, CancellationToken cancellationToken)
    {
        await using var command = await CommandAsync(tenant, "DELETE FROM records.sealed_records WHERE encounter_id = $1 AND category = $2 AND kind = $3", address, cancellationToken);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    async Task<int> WriteAsync(TenantId tenant, RecordAddress address, IReadOnlyList<SealedObject> objects, string statement, CancellationToken cancellationToken)
    {
        var sealedBytes = await keystore.UseAsync(tenant, address.Key, (tenant, address, objects), static (key, work) => SealAll(key, work), cancellationToken);
        await using var command = await CommandAsync(tenant, statement, address, cancellationToken);
        command.Parameters.AddWithValue(objects.Select(item => item.Sequence).ToArray());
        command.Parameters.AddWithValue(sealedBytes);
        var written = await command.ExecuteNonQueryAsync(cancellationToken);
        await RefusePurgedMeanwhileAsync(tenant, address);
        return written;
    }

    // A purge between sealing and the commit has removed the rows that it saw; this one came after and would stay for ever. Not cancelled:
    // the rows are committed, and a caller that hears otherwise would go on from a wrong number.
    async Task RefusePurgedMeanwhileAsync(TenantId tenant, RecordAddress address)
    {
        if (!await keystore.ExistsAsync(tenant, address.Key, CancellationToken.None))
        {
            await RemoveAsync(tenant, address.Encounter, address.Category, CancellationToken.None);
            throw new RecordKeyDestroyedException(address.Key);
        }
    }

    static byte[][] SealAll(ReadOnlySpan<byte> key, (TenantId Tenant, RecordAddress Address, IReadOnlyList<SealedObject> Objects) work)
    {
        var result = new byte[work.Objects.Count][];
        for (var i = 0; i < result.Length; i++)
        {
            var item = work.Objects[i];
            ArgumentOutOfRangeException.ThrowIfNegative(item.Sequence, nameof(SealedObject.Sequence));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(item.Content.Length, MaxContentLength, nameof(SealedObject.Content));
            result[i] = ChunkedCipher.Seal(key, ContextOf(work.Tenant, work.Address, item.Sequence), item.Content.Span);
        }

        return result;
    }

    async Task<List<(long Sequence, byte[] Sealed)>> ReadPageAsync(TenantId tenant, RecordAddress address, long after, CancellationToken cancellationToken)
    {
        await using var command = await CommandAsync(tenant, $"""
            SELECT sequence, sealed FROM records.sealed_records
            WHERE encounter_id = $1 AND category = $2 AND kind = $3 AND sequence > $4 ORDER BY sequence LIMIT {PageSize}
            """, address, cancellationToken);
        command.Parameters.AddWithValue(after);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var page = new List<(long, byte[])>();
        while (await reader.ReadAsync(cancellationToken))
        {
            page.Add((reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)));
        }

        return page;
    }

    Task<byte[]> OpenAsync(TenantId tenant, RecordAddress address, long sequence, byte[] sealedBytes, CancellationToken cancellationToken) =>
        keystore.UseAsync(tenant, address.Key, (Context: ContextOf(tenant, address, sequence), Sealed: sealedBytes),
            static (key, work) => ChunkedCipher.Open(key, work.Context, work.Sealed), cancellationToken);

    async Task<NpgsqlCommand> CommandAsync(TenantId tenant, string statement, RecordAddress address, CancellationToken cancellationToken)
    {
        var command = (await databases.GetAsync(tenant, cancellationToken)).CreateCommand(statement);
        command.Parameters.AddWithValue(address.Encounter.Value);
        command.Parameters.AddWithValue((short)address.Category);
        command.Parameters.AddWithValue(address.Kind);
        return command;
    }

    static byte[] ContextOf(TenantId tenant, RecordAddress address, long sequence) =>
        SealingContext.Record(tenant, address.Encounter, address.Category, address.Kind, sequence);
}
