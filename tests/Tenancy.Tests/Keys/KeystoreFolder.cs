using OnPremLlm.Tenancy.Keys;

namespace OnPremLlm.Tenancy.Tests.Keys;

/// <summary>A root key and a keystore with one tenant, in a temporary folder.</summary>
sealed class KeystoreFolder : IDisposable
{
    public static readonly RecordCategory[] AllCategories = Enum.GetValues<RecordCategory>();

    public string Path { get; } = System.IO.Path.Combine("/tmp", "opl-keys-" + System.IO.Path.GetRandomFileName());

    public TenantId Tenant { get; } = new(Guid.NewGuid());

    public KeystoreOptions Options => new() { Folder = System.IO.Path.Combine(Path, "keystore"), RootKeyFile = System.IO.Path.Combine(Path, "root", "root.key") };

    public string ShardFolder => System.IO.Path.Combine(Options.Folder, "tenants", Tenant.ToString(), "shards");

    public string SealFolder => System.IO.Path.Combine(Path, "root", "seals", Tenant.ToString());

    public static async Task<KeystoreFolder> CreateAsync()
    {
        var folder = new KeystoreFolder();
        await Keystore.CreateRootAsync(folder.Options.RootKeyFile, default);
        using var keystore = folder.Open();
        await keystore.CreateTenantAsync(folder.Tenant, default);
        return folder;
    }

    public Keystore Open() => new(Options);

    /// <summary>A keystore that stops dead after a step, as a killed process does: nothing of it is cleaned up but the operating system's lock.</summary>
    public Keystore OpenKilledAfter(DestructionStep step) => new(Options, reached =>
    {
        if (reached == step)
        {
            throw new KilledException();
        }
    });

    public async Task<EncounterId> CreateVisitAsync(Keystore keystore, params RecordCategory[] categories)
    {
        var visit = EncounterId.Create(TimeProvider.System);
        await keystore.CreateRecordKeysAsync(Tenant, visit, categories.Length == 0 ? AllCategories : categories, default);
        return visit;
    }

    /// <summary>The bytes of a record key, which only tests may see.</summary>
    public Task<byte[]> KeyBytesAsync(Keystore keystore, RecordKeyId record) => keystore.UseAsync(Tenant, record, 0, (key, _) => key.ToArray(), default);

    public void Dispose() => System.IO.Directory.Delete(Path, recursive: true);

    public sealed class KilledException : Exception;
}
