using System.Collections.Concurrent;
using System.Security.Cryptography;
using OnPremLlm.Tenancy.Sealing;
using Folders = System.IO.Directory;

namespace OnPremLlm.Tenancy.Keys;

/// <summary>
/// The keys of one tenant. Holds a lock file, so that a second process cannot work on the same shards with other copies in memory.
/// Thread-safe: each shard has its gate, and at most <see cref="MaxLoadedShards"/> stay in memory.
/// </summary>
sealed class TenantKeys : IDisposable
{
    internal const int MaxLoadedShards = 32;
    readonly ConcurrentDictionary<DateOnly, Slot> _slots = [];
    readonly SemaphoreSlim _secrets = new(1);
    readonly TenantId _tenant;
    readonly TenantFolders _folders;
    readonly PinnedKey _key;
    readonly FileStream _lock;
    readonly Action<DestructionStep>? _afterStep;

    TenantKeys(TenantId tenant, TenantFolders folders, PinnedKey key, FileStream heldLock, Action<DestructionStep>? afterStep)
    {
        (_tenant, _folders, _key, _lock, _afterStep) = (tenant, folders, key, heldLock, afterStep);
    }

    public static void Create(TenantId tenant, TenantFolders folders, PinnedKey root)
    {
        folders.Create();
        using var held = Lock(folders, tenant);
        if (!File.Exists(folders.TenantKey))
        {
            using var key = PinnedKey.Random();
            DurableFiles.Replace(folders.TenantKey, root.Wrap(SealingContext.TenantKey(tenant), key));
        }
    }

    public static TenantKeys Open(TenantId tenant, TenantFolders folders, PinnedKey root, Action<DestructionStep>? afterStep)
    {
        if (!File.Exists(folders.TenantKey))
        {
            throw new KeystoreException($"The keystore has no key of tenant {tenant} ({folders.TenantKey} is absent). Restore the keystore, or create the tenant again.");
        }

        var held = Lock(folders, tenant);
        try
        {
            return new(tenant, folders, root.Unwrap(SealingContext.TenantKey(tenant), File.ReadAllBytes(folders.TenantKey)), held, afterStep);
        }
        catch (TamperedRecordException broken)
        {
            held.Dispose();
            throw new KeystoreException($"The key of tenant {tenant} in {folders.TenantKey} was altered or belongs to another tenant. Restore it from a keystore backup.", broken);
        }
    }

    /// <summary>Carries to the end what a crash interrupted, on all days that have anything left over.</summary>
    public async Task ResumeAsync(CancellationToken cancellationToken)
    {
        foreach (var day in ShardPaths.DaysIn(_folders.Shards, _folders.Seals).Where(day => Paths(day).IsUnfinished()))
        {
            await WithShardAsync(day, file => file.Load(), cancellationToken);
        }
    }

    public async Task<T> WithShardAsync<T>(DateOnly day, Func<ShardFile, T> work, CancellationToken cancellationToken)
    {
        var slot = await EnterAsync(day, cancellationToken);
        try
        {
            return work(slot.File);
        }
        finally
        {
            Leave(slot);
        }
    }

    /// <summary>Lends a copy of a record key, on the stack and zeroed after <paramref name="use"/>; others may use the shard meanwhile.</summary>
    public async Task<T> UseAsync<TState, T>(RecordKeyId record, TState state, KeyUse<TState, T> use, CancellationToken cancellationToken) =>
        Lend(await EnterAsync(record.Encounter.Day, cancellationToken), record, state, use);

    public async Task<byte[]> SecretAsync(string purpose, CancellationToken cancellationToken)
    {
        await _secrets.WaitAsync(cancellationToken);
        try
        {
            return ReadOrCreateSecret(_folders.Secret(purpose), SealingContext.Secret(_tenant, purpose));
        }
        finally
        {
            _secrets.Release();
        }
    }

    public void Dispose()
    {
        foreach (var slot in _slots.Values)
        {
            slot.Gate.Wait();
            slot.File.Dispose();
            slot.Gate.Release();
        }

        _key.Dispose();
        _secrets.Dispose();
        _lock.Dispose();
    }

    static FileStream Lock(TenantFolders folders, TenantId tenant)
    {
        try
        {
            return DurableFiles.OpenExclusively(folders.Lock);
        }
        catch (IOException) when (Folders.Exists(folders.Root))
        {
            throw new KeystoreException($"The keys of tenant {tenant} are in use by another process. One Host works on a keystore at a time: stop the other, or run the command through it.");
        }
    }

    async Task<Slot> EnterAsync(DateOnly day, CancellationToken cancellationToken)
    {
        var slot = _slots.GetOrAdd(day, d => new Slot(new ShardFile(_tenant, Paths(d), _key, _afterStep)));
        await slot.Gate.WaitAsync(cancellationToken);
        slot.LastUsed = Environment.TickCount64;
        return slot;
    }

    void Leave(Slot slot)
    {
        slot.Gate.Release();
        if (_slots.Count > MaxLoadedShards)
        {
            EvictOldest();
        }
    }

    // Bounds the keys in memory. A shard in use is passed over; the slot itself, some bytes, stays.
    void EvictOldest()
    {
        var loaded = _slots.Values.Where(s => s.File.IsLoaded).ToArray();
        if (loaded.Length > MaxLoadedShards && loaded.MinBy(s => s.LastUsed) is { } oldest && oldest.Gate.Wait(0))
        {
            oldest.File.Evict();
            oldest.Gate.Release();
        }
    }

    T Lend<TState, T>(Slot slot, RecordKeyId record, TState state, KeyUse<TState, T> use)
    {
        Span<byte> key = stackalloc byte[ChunkedCipher.KeySize];
        try
        {
            try
            {
                (slot.File.Load().Find(record) ?? throw new RecordKeyDestroyedException(record)).Bytes.CopyTo(key);
            }
            finally
            {
                Leave(slot);
            }

            return use(key, state);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    byte[] ReadOrCreateSecret(string path, byte[] context)
    {
        if (!File.Exists(path))
        {
            using var fresh = PinnedKey.Random();
            DurableFiles.Replace(path, _key.Wrap(context, fresh));
        }

        try
        {
            using var secret = _key.Unwrap(context, File.ReadAllBytes(path));
            var copy = GC.AllocateArray<byte>(ChunkedCipher.KeySize, pinned: true);
            secret.Bytes.CopyTo(copy);
            return copy;
        }
        catch (TamperedRecordException broken)
        {
            throw new KeystoreException($"The tenant secret {path} was altered or belongs elsewhere. Restore it from a keystore backup.", broken);
        }
    }

    ShardPaths Paths(DateOnly day) => new(_folders.Shards, _folders.Seals, day);

    sealed class Slot(ShardFile file)
    {
        public SemaphoreSlim Gate { get; } = new(1);

        public ShardFile File { get; } = file;

        public long LastUsed { get; set; }
    }
}

/// <summary>Works with a record key that is valid only during the call.</summary>
delegate T KeyUse<in TState, out T>(ReadOnlySpan<byte> key, TState state);
