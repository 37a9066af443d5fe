using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using Folders = System.IO.Directory;

namespace OnPremLlm.Tenancy.Keys;

/// <summary>
/// The file keystore: root key → tenant key → seal key → shard (tenant and UTC day of the encounter's creation) → record keys.
/// Record keys exist nowhere else, so destroying one makes what it sealed unreadable in every copy of the database.
/// Thread-safe. One process at a time works on a tenant's keys (a lock file keeps others out); keys in memory are pinned and zeroed.
/// </summary>
public sealed partial class Keystore : IDisposable
{
    readonly KeystoreOptions _options;
    readonly PinnedKey _root;
    readonly Action<DestructionStep>? _afterStep;
    readonly ConcurrentDictionary<TenantId, Lazy<TenantKeys>> _tenants = [];
    readonly SemaphoreSlim _creation = new(1);

    /// <summary>Opens the root key. Throws <see cref="RootKeyException"/> when it is missing, damaged, readable by others, or of another keystore.</summary>
    public Keystore(KeystoreOptions options) : this(options, afterStep: null) { }

    internal Keystore(KeystoreOptions options, Action<DestructionStep>? afterStep)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_options, _afterStep) = (options, afterStep);
        _root = RootKey.Read(options.RootKeyFile);
        try
        {
            RefuseAnotherRoot();
        }
        catch
        {
            _root.Dispose();
            throw;
        }
    }

    string RootIdFile => Path.Combine(_options.Folder, "root-key-id");

    string TenantsFolder => Path.Combine(_options.Folder, "tenants");

    /// <summary>Makes a root key file, mode 0600, durable when this returns. Refuses, with <see cref="RootKeyException"/>, to overwrite one.</summary>
    public static Task CreateRootAsync(string path, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        RootKey.Create(path);
        return Task.CompletedTask;
    }

    /// <summary>Carries interrupted destructions of all tenants to their end. The Host calls it at start; opening a shard does the same for that shard.</summary>
    public async Task ResumeAsync(CancellationToken cancellationToken)
    {
        if (Folders.Exists(TenantsFolder))
        {
            foreach (var folder in Folders.GetDirectories(TenantsFolder))
            {
                // Without a tenant key, creation was interrupted: nothing can lie there yet.
                if (Guid.TryParseExact(Path.GetFileName(folder), "D", out var id) && File.Exists(FoldersOf(new(id)).TenantKey))
                {
                    await Tenant(new(id)).ResumeAsync(cancellationToken);
                }
            }
        }
    }

    /// <summary>Makes the tenant's key; does nothing when it has one. Durable when it returns.</summary>
    public async Task CreateTenantAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        await _creation.WaitAsync(cancellationToken);
        try
        {
            KeepRootId();
            if (!File.Exists(FoldersOf(tenant).TenantKey))
            {
                TenantKeys.Create(tenant, FoldersOf(tenant), _root);
            }
        }
        finally
        {
            _creation.Release();
        }
    }

    /// <summary>
    /// Makes the encounter's record keys of these categories; those that exist stay. Durable when it returns, so that no ciphertext precedes its key.
    /// Throws <see cref="RecordKeyDestroyedException"/> when one was destroyed: it is never made again.
    /// </summary>
    public Task CreateRecordKeysAsync(TenantId tenant, EncounterId encounter, IReadOnlyList<RecordCategory> categories, CancellationToken cancellationToken)
    {
        RecordKeyId[] records = [.. categories.Select(category => new RecordKeyId(encounter, category))];
        return Tenant(tenant).WithShardAsync(encounter.Day, file => file.Create(records), cancellationToken);
    }

    /// <summary>Whether the record key can be used.</summary>
    public Task<bool> ExistsAsync(TenantId tenant, RecordKeyId record, CancellationToken cancellationToken) =>
        Tenant(tenant).WithShardAsync(record.Encounter.Day, file => file.Load().Find(record) is not null, cancellationToken);

    /// <summary>The id of a record key, 32 hexadecimal digits that reveal nothing of it; null when there never was one.</summary>
    public Task<string?> FindKeyIdAsync(TenantId tenant, RecordKeyId record, CancellationToken cancellationToken) =>
        Tenant(tenant).WithShardAsync(record.Encounter.Day, file => file.Load().IdOf(record), cancellationToken);

    /// <summary>The id of a key that was destroyed at any time; null when it exists or never existed. A purge that a crash interrupted fills its receipt from it.</summary>
    public Task<DestroyedKey?> FindDestroyedAsync(TenantId tenant, RecordKeyId record, CancellationToken cancellationToken) =>
        Tenant(tenant).WithShardAsync(record.Encounter.Day, file => file.Load().FindDestroyed(record), cancellationToken);

    /// <summary>
    /// Destroys record keys, shard by shard: the keys are zeroed in memory, the shard is written anew without them under a new seal key, and the old
    /// seal key is overwritten and removed, each step durable before the next. What was begun is always ended: by this call, or after a crash when
    /// the shard is opened next. Cancelled only between shards.
    /// </summary>
    public async Task<DestructionReport> DestroyAsync(TenantId tenant, IReadOnlyList<RecordKeyId> records, CancellationToken cancellationToken)
    {
        var destroyed = new List<DestroyedKey>();
        var shards = new List<ResealedShard>();
        foreach (var day in records.Distinct().GroupBy(record => record.Encounter.Day))
        {
            var done = await Tenant(tenant).WithShardAsync(day.Key, file => file.Destroy([.. day]), cancellationToken);
            destroyed.AddRange(done.Keys);
            shards.AddRange(done.Resealed is null ? [] : [done.Resealed]);
        }

        return new()
        {
            Keys = destroyed,
            Shards = shards,
            AlreadyAbsent = [.. records.Distinct().Except(destroyed.Select(key => key.Record))],
        };
    }

    /// <summary>
    /// 32 random bytes for one purpose of the tenant (1 to 64 characters a–z, 0–9, hyphen), made at the first call and wrapped under the tenant key.
    /// The array is pinned; zero it after use.
    /// </summary>
    public Task<byte[]> GetTenantSecretAsync(TenantId tenant, string purpose, CancellationToken cancellationToken) =>
        PurposePattern().IsMatch(purpose)
            ? Tenant(tenant).SecretAsync(purpose, cancellationToken)
            : throw new ArgumentException("A purpose is 1 to 64 characters a–z, 0–9 and hyphen, for example \"ledger-signing\".", nameof(purpose));

    /// <summary>Zeroes all keys in memory and releases the tenants' locks.</summary>
    public void Dispose()
    {
        foreach (var tenant in _tenants.Values.Where(tenant => tenant.IsValueCreated))
        {
            tenant.Value.Dispose();
        }

        _tenants.Clear();
        _root.Dispose();
        _creation.Dispose();
    }

    /// <summary>Lends the record key to <paramref name="use"/>. Throws <see cref="RecordKeyDestroyedException"/> when there is none.</summary>
    internal Task<T> UseAsync<TState, T>(TenantId tenant, RecordKeyId record, TState state, KeyUse<TState, T> use, CancellationToken cancellationToken) =>
        Tenant(tenant).UseAsync(record, state, use, cancellationToken);

    TenantKeys Tenant(TenantId tenant)
    {
        var opened = _tenants.GetOrAdd(tenant, id => new(() => TenantKeys.Open(id, FoldersOf(id), _root, _afterStep)));
        try
        {
            return opened.Value;
        }
        catch
        {
            // A failure must not stick: the cause may be gone at the next call.
            _tenants.TryRemove(KeyValuePair.Create(tenant, opened));
            throw;
        }
    }

    TenantFolders FoldersOf(TenantId tenant) => new(Path.Combine(TenantsFolder, tenant.ToString()), Path.Combine(_options.EffectiveSealFolder, tenant.ToString()));

    void KeepRootId()
    {
        if (!File.Exists(RootIdFile))
        {
            DurableFiles.CreateFolder(_options.Folder);
            DurableFiles.Replace(RootIdFile, Encoding.ASCII.GetBytes(RootKey.IdOf(_root)));
        }
    }

    void RefuseAnotherRoot()
    {
        var id = RootKey.IdOf(_root);
        var expected = File.Exists(RootIdFile) ? File.ReadAllText(RootIdFile) : Folders.Exists(TenantsFolder) ? "(the file root-key-id is missing)" : id;
        if (id != expected)
        {
            throw new RootKeyException(
                $"The root key in {_options.RootKeyFile} (id {id}) is not the one of the keystore {_options.Folder} (id {expected}). Restore the root key of this keystore, or name the keystore that belongs to this root key.");
        }
    }

    [GeneratedRegex(@"\A[a-z0-9-]{1,64}\z")]
    private static partial Regex PurposePattern();
}
