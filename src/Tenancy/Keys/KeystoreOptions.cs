using System.ComponentModel.DataAnnotations;

namespace OnPremLlm.Tenancy.Keys;

/// <summary>Where the file keystore and its root key are. Keep both outside PostgreSQL and outside its backups.</summary>
public sealed class KeystoreOptions
{
    /// <summary>Folder of the wrapped tenant keys and the sealed shards; made with mode 0700 when absent. No default.</summary>
    [Required]
    public string Folder { get; set; } = "";

    /// <summary>File of the root key, mode 0600, made once with <see cref="Keystore.CreateRootAsync"/>. No default.</summary>
    [Required]
    public string RootKeyFile { get; set; } = "";

    /// <summary>
    /// Folder of the seal keys, which purges destroy. Default: "seals" beside the root key file. Keep it on storage that makes no snapshots:
    /// a copy of a seal file and of the shard it sealed would bring purged keys back.
    /// </summary>
    public string? SealFolder { get; set; }

    internal string EffectiveSealFolder => SealFolder ?? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(RootKeyFile))!, "seals");
}
