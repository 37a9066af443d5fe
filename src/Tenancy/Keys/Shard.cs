using OnPremLlm.Tenancy.Sealing;

namespace OnPremLlm.Tenancy.Keys;

/// <summary>
/// The record keys of one tenant and one day, in memory. A destroyed key leaves an entry without bytes, so that its id can still be put on a
/// receipt after a crash, and so that it can never be created a second time. Not thread-safe: <see cref="ShardFile"/> guards it.
/// </summary>
sealed class Shard : IDisposable
{
    const int EntrySize = 16 + 1 + 1 + 16 + ChunkedCipher.KeySize;
    const byte Alive = 1, Destroyed = 2;
    readonly Dictionary<RecordKeyId, Entry> _entries = [];

    public static Shard Parse(ReadOnlySpan<byte> plain)
    {
        var shard = new Shard();
        for (; plain.Length >= EntrySize; plain = plain[EntrySize..])
        {
            var record = ReadRecord(plain);
            var id = new Guid(plain.Slice(18, 16), bigEndian: true);
            shard._entries[record] = new(id, plain[17] == Alive ? PinnedKey.Copy(plain.Slice(34, ChunkedCipher.KeySize)) : null);
        }

        return plain.IsEmpty ? shard : throw new TamperedRecordException("A keystore shard has the wrong length.");
    }

    /// <summary>The plain text for sealing, in a pinned array that the caller zeroes.</summary>
    public byte[] Write()
    {
        var plain = GC.AllocateArray<byte>(_entries.Count * EntrySize, pinned: true);
        var rest = plain.AsSpan();
        foreach (var (record, entry) in _entries)
        {
            WriteRecord(record, rest);
            rest[17] = entry.Key is null ? Destroyed : Alive;
            entry.KeyId.TryWriteBytes(rest[18..], bigEndian: true, out _);
            entry.Key?.Bytes.CopyTo(rest[34..]);
            rest = rest[EntrySize..];
        }

        return plain;
    }

    public PinnedKey? Find(RecordKeyId record) => _entries.GetValueOrDefault(record)?.Key;

    /// <summary>The id of a key that exists or was destroyed.</summary>
    public string? IdOf(RecordKeyId record) => _entries.TryGetValue(record, out var entry) ? entry.KeyId.ToString("N") : null;

    public DestroyedKey? FindDestroyed(RecordKeyId record) =>
        _entries.TryGetValue(record, out var entry) && entry.Key is null ? new DestroyedKey(record, entry.KeyId.ToString("N")) : null;

    /// <summary>False when the key is there already. Throws <see cref="RecordKeyDestroyedException"/> when it was destroyed: it never comes back.</summary>
    public bool Add(RecordKeyId record)
    {
        if (FindDestroyed(record) is not null)
        {
            throw new RecordKeyDestroyedException(record);
        }

        if (_entries.ContainsKey(record))
        {
            return false;
        }

        _entries.Add(record, new(Guid.NewGuid(), PinnedKey.Random()));
        return true;
    }

    /// <summary>Zeroes the key and leaves its id. Null when there was no key.</summary>
    public DestroyedKey? Destroy(RecordKeyId record)
    {
        if (!_entries.TryGetValue(record, out var entry) || entry.Key is null)
        {
            return null;
        }

        entry.Key.Dispose();
        _entries[record] = entry with { Key = null };
        return FindDestroyed(record);
    }

    public void Dispose()
    {
        foreach (var entry in _entries.Values)
        {
            entry.Key?.Dispose();
        }

        _entries.Clear();
    }

    /// <summary>17 bytes that name a record key, for the list of an intent.</summary>
    public static void WriteRecord(RecordKeyId record, Span<byte> target)
    {
        record.Encounter.Value.TryWriteBytes(target, bigEndian: true, out _);
        target[16] = (byte)record.Category;
    }

    public static RecordKeyId ReadRecord(ReadOnlySpan<byte> source) => new(new EncounterId(new Guid(source[..16], bigEndian: true)), (RecordCategory)source[16]);

    sealed record Entry(Guid KeyId, PinnedKey? Key);
}
