using System.Security.Cryptography;
using OnPremLlm.Tenancy.Sealing;

namespace OnPremLlm.Tenancy.Keys;

/// <summary>
/// One shard on disk and in memory. Not thread-safe: <see cref="TenantKeys"/> calls it under the shard's gate.
/// A shard file is a format line and the id of its seal key in clear, then the keys sealed under that seal key.
/// The seal key is what makes destruction possible: it is small, lies on the root's storage, and with it every older copy of the shard dies.
/// </summary>
sealed class ShardFile(TenantId tenant, ShardPaths paths, PinnedKey tenantKey, Action<DestructionStep>? afterStep) : IDisposable
{
    static ReadOnlySpan<byte> Magic => "onpremllm shard 1\n"u8;
    const int GuidSize = 16, RecordSize = 17;
    Shard? _shard;
    Guid _sealId;
    PinnedKey? _sealKey;

    public bool IsLoaded => _shard is not null;

    /// <summary>The keys, read from disk at first; before that, what a crash interrupted is carried to its end.</summary>
    public Shard Load()
    {
        if (_shard is null)
        {
            try
            {
                Read();
                Resume();
            }
            catch
            {
                Evict();
                throw;
            }
        }

        return _shard!;
    }

    /// <summary>Adds the keys that are missing and returns how many. They are durable when it returns.</summary>
    public int Create(IReadOnlyList<RecordKeyId> records)
    {
        var shard = Load();
        try
        {
            var added = records.Count(shard.Add);
            if (added > 0)
            {
                Save();
            }

            return added;
        }
        catch
        {
            // What did not reach the disk must not be used: a ciphertext under it could never be read again.
            Evict();
            throw;
        }
    }

    /// <summary>Destroys keys; from the intent on it runs to its end, here or when the shard is opened next.</summary>
    public DestroyedShardKeys Destroy(IReadOnlyList<RecordKeyId> records)
    {
        var shard = Load();
        RecordKeyId[] present = [.. records.Where(r => shard.Find(r) is not null)];
        if (present.Length == 0)
        {
            return new([], null);
        }

        try
        {
            WriteIntent(present);
            return Carry(present);
        }
        catch
        {
            Evict();
            throw;
        }
    }

    /// <summary>Zeroes everything in memory; the next <see cref="Load"/> reads the disk.</summary>
    public void Evict()
    {
        _shard?.Dispose();
        _sealKey?.Dispose();
        (_shard, _sealKey, _sealId) = (null, null, default);
    }

    public void Dispose() => Evict();

    void Read()
    {
        if (!File.Exists(paths.Shard))
        {
            RefuseLostShard();
            _shard = new Shard();
            return;
        }

        var content = File.ReadAllBytes(paths.Shard);
        _sealId = SealIdOf(content);
        _sealKey = ReadSeal(_sealId);
        var body = content.AsSpan(Magic.Length + GuidSize);
        var plain = GC.AllocateArray<byte>(ChunkedCipher.PlainLength(body.Length), pinned: true);
        try
        {
            ChunkedCipher.OpenInto(_sealKey.Bytes, SealingContext.Shard(tenant, paths.Day, _sealId), body, plain);
            _shard = Shard.Parse(plain);
        }
        catch (TamperedRecordException broken)
        {
            throw new KeystoreException($"The keystore shard {paths.Shard} was altered. Restore it, with its seal key, from a keystore backup.", broken);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    // A seal key gets its final name after the first shard it sealed: where one is without a shard, the shard was lost. Going on would make
    // a new shard, and the seal key, without which a restored shard stays shut, would be destroyed as left over.
    void RefuseLostShard()
    {
        if (paths.AllSeals().Any(path => !DurableFiles.IsTemporary(path)) || File.Exists(paths.Intent))
        {
            throw new KeystoreException($"The keystore shard {paths.Shard} is missing, but its seal key is there. Restore the shard from a keystore backup.");
        }
    }

    Guid SealIdOf(ReadOnlySpan<byte> content) =>
        content.Length >= Magic.Length + GuidSize && content.StartsWith(Magic)
            ? new Guid(content.Slice(Magic.Length, GuidSize), bigEndian: true)
            : throw new KeystoreException($"{paths.Shard} is no keystore shard of this version. Restore it, with its seal key, from a keystore backup.");

    PinnedKey ReadSeal(Guid sealId)
    {
        var path = paths.Seal(sealId);
        FinishFirstSeal(path);
        if (!File.Exists(path))
        {
            // An old copy of the shard was put back: its keys were purged, and with them the seal key. Nothing may be "repaired" from it.
            throw new KeystoreException($"The keystore shard {paths.Shard} was sealed under a seal key that has been destroyed: it is an old copy. Put the present copy back.");
        }

        try
        {
            return tenantKey.Unwrap(SealingContext.SealKey(tenant, paths.Day, sealId), File.ReadAllBytes(path));
        }
        catch (TamperedRecordException broken)
        {
            throw new KeystoreException($"The seal key {path} was altered or belongs elsewhere. Restore it from a keystore backup.", broken);
        }
    }

    void Resume()
    {
        File.Delete(DurableFiles.TemporaryOf(paths.Shard));
        File.Delete(DurableFiles.TemporaryOf(paths.Intent));
        if (_sealKey is not null)
        {
            // The rename of the shard on disk may not be durable yet: were its old seal key destroyed before it, a power cut would lose the day.
            DurableFiles.SyncFolder(paths.ShardFolder);
            DestroyOrphanSeals();
        }

        if (File.Exists(paths.Intent))
        {
            Carry(ReadIntent());
        }
    }

    void WriteIntent(RecordKeyId[] records)
    {
        var plain = new byte[records.Length * RecordSize];
        for (var i = 0; i < records.Length; i++)
        {
            Shard.WriteRecord(records[i], plain.AsSpan(i * RecordSize));
        }

        DurableFiles.Replace(paths.Intent, ChunkedCipher.Seal(tenantKey.Bytes, SealingContext.Intent(tenant, paths.Day), plain));
        afterStep?.Invoke(DestructionStep.IntentWritten);
    }

    RecordKeyId[] ReadIntent()
    {
        var plain = ChunkedCipher.Open(tenantKey.Bytes, SealingContext.Intent(tenant, paths.Day), File.ReadAllBytes(paths.Intent));
        return [.. Enumerable.Range(0, plain.Length / RecordSize).Select(i => Shard.ReadRecord(plain.AsSpan(i * RecordSize)))];
    }

    DestroyedShardKeys Carry(RecordKeyId[] records)
    {
        DestroyedKey[] destroyed = [.. records.Select(_shard!.Destroy).OfType<DestroyedKey>()];
        ResealedShard? resealed = null;
        if (destroyed.Length > 0)
        {
            var old = _sealId;
            DurableFiles.Replace(paths.Seal(_sealId = Guid.NewGuid()), NewSeal());
            afterStep?.Invoke(DestructionStep.NewSealWritten);
            WriteShard();
            resealed = new(paths.Day, old.ToString("N"), _sealId.ToString("N"));
        }

        DestroyOrphanSeals();
        File.Delete(paths.Intent);
        DurableFiles.SyncFolder(paths.ShardFolder);
        afterStep?.Invoke(DestructionStep.IntentRemoved);
        return new(destroyed, resealed);
    }

    void Save()
    {
        if (_sealKey is null)
        {
            DurableFiles.WriteTemporary(paths.Seal(_sealId = Guid.NewGuid()), NewSeal());
            DurableFiles.SyncFolder(paths.SealFolder);
        }

        DurableFiles.Replace(paths.Shard, Sealed());
        FinishFirstSeal(paths.Seal(_sealId));
    }

    void FinishFirstSeal(string path)
    {
        if (File.Exists(DurableFiles.TemporaryOf(path)))
        {
            DurableFiles.Rename(DurableFiles.TemporaryOf(path), path);
            DurableFiles.SyncFolder(paths.SealFolder);
        }
    }

    // The wrapped seal key for _sealId.
    byte[] NewSeal()
    {
        _sealKey?.Dispose();
        _sealKey = PinnedKey.Random();
        return tenantKey.Wrap(SealingContext.SealKey(tenant, paths.Day, _sealId), _sealKey);
    }

    void WriteShard()
    {
        DurableFiles.WriteTemporary(paths.Shard, Sealed());
        afterStep?.Invoke(DestructionStep.NewShardWritten);
        DurableFiles.Rename(DurableFiles.TemporaryOf(paths.Shard), paths.Shard);
        afterStep?.Invoke(DestructionStep.ShardRenamed);
        DurableFiles.SyncFolder(paths.ShardFolder);
        afterStep?.Invoke(DestructionStep.ShardFolderSynced);
    }

    byte[] Sealed()
    {
        var plain = _shard!.Write();
        try
        {
            var body = ChunkedCipher.Seal(_sealKey!.Bytes, SealingContext.Shard(tenant, paths.Day, _sealId), plain);
            return [.. Magic, .. _sealId.ToByteArray(bigEndian: true), .. body];
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    // Every seal key but the one of the shard on disk: the old one of this destruction, and what a crash left of earlier ones.
    void DestroyOrphanSeals()
    {
        var keep = paths.Seal(_sealId);
        string[] orphans = [.. paths.AllSeals().Where(path => path != keep)];
        foreach (var path in orphans)
        {
            DurableFiles.Overwrite(path);
            afterStep?.Invoke(DestructionStep.OldSealOverwritten);
            File.Delete(path);
            afterStep?.Invoke(DestructionStep.OldSealUnlinked);
        }

        if (orphans.Length > 0)
        {
            DurableFiles.SyncFolder(paths.SealFolder);
            afterStep?.Invoke(DestructionStep.SealFolderSynced);
        }
    }
}

/// <summary>What destroying keys of one shard did; no reseal when none of them was there.</summary>
sealed record DestroyedShardKeys(IReadOnlyList<DestroyedKey> Keys, ResealedShard? Resealed);
