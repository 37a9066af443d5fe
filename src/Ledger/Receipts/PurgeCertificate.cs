using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OnPremLlm.Ledger;

/// <summary>
/// The readable statement of what one purge destroyed. A receipt in the log commits to its exact bytes, so keep the bytes of <see cref="ToBytes"/>, not the object.
/// Carries opaque ids only: it leaves the building with auditors.
/// </summary>
public sealed record PurgeCertificate
{
    /// <summary>The format version this program reads and writes.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The method as a certificate states it for record keys under AES-256-GCM.</summary>
    public const string CryptographicErase = "cryptographic erase, NIST SP 800-88: AES-256-GCM record keys destroyed; rows removed";

    /// <summary>Format version; 1.</summary>
    [JsonRequired]
    public int Version { get; init; } = CurrentVersion;

    /// <summary>The purge's id: the disposition of its entries.</summary>
    public required Guid Id { get; init; }

    /// <summary>The tenant's opaque id.</summary>
    public required string Tenant { get; init; }

    /// <summary>Policy version and hash, as the receipt entry names it.</summary>
    public required string Policy { get; init; }

    /// <summary>Whether a listed keystore backup may still hold a destroyed key.</summary>
    public required CertificateState State { get; init; }

    /// <summary>When the last such backup expires; null in a final certificate.</summary>
    public DateTimeOffset? LastCopyExpires { get; init; }

    /// <summary>What was destroyed, one line per visit and category.</summary>
    public required IReadOnlyList<DestroyedRecord> Records { get; init; }

    /// <summary>Ids of the destroyed record keys.</summary>
    public required IReadOnlyList<string> DestroyedKeys { get; init; }

    /// <summary>Keystore shards rewritten without those keys.</summary>
    public required IReadOnlyList<string> ResealedShards { get; init; }

    /// <summary>Ids of the destroyed old seal keys, which kill every stale copy of those shards.</summary>
    public required IReadOnlyList<string> DestroyedSealKeys { get; init; }

    /// <summary>How it was done; see <see cref="CryptographicErase"/>.</summary>
    public required string Method { get; init; }

    /// <summary>The cipher and key size of the destroyed records.</summary>
    public required string Cipher { get; init; }

    /// <summary>Records due, destroyed and held back when the purge ran.</summary>
    public required CertificateCounts Counts { get; init; }

    /// <summary>Database rows removed.</summary>
    public required long RowsRemoved { get; init; }

    /// <summary>The keystore's provider: <c>file</c> or <c>pkcs11</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>What must hold for the destruction to be complete, in plain sentences (snapshots, backups).</summary>
    public required IReadOnlyList<string> Assumptions { get; init; }

    /// <summary>When the certificate was made, in UTC; written in whole seconds.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>The bytes to keep and to commit to: UTF-8 JSON, the same for the same content.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, ReadableJson.Context.PurgeCertificate);

    /// <summary>Reads a certificate; throws <see cref="FormatException"/> for another version or anything that is not one.</summary>
    public static PurgeCertificate Parse(ReadOnlySpan<byte> certificate)
    {
        try
        {
            var read = JsonSerializer.Deserialize(certificate, LedgerJson.Default.PurgeCertificate);
            return read?.Version == CurrentVersion ? read : throw new FormatException($"The certificate is not of version {CurrentVersion}, the only one this program reads.");
        }
        catch (JsonException e)
        {
            throw new FormatException($"The certificate is not a purge certificate of version {CurrentVersion}.", e);
        }
    }

    /// <summary>What a receipt commits to: lower-case hexadecimal SHA-256 of the exact bytes.</summary>
    public static string CommitmentOf(ReadOnlySpan<byte> certificate) => Convert.ToHexStringLower(SHA256.HashData(certificate));
}

/// <summary>One destroyed record.</summary>
public sealed record DestroyedRecord
{
    /// <summary>The visit's opaque id.</summary>
    public required Guid Visit { get; init; }

    /// <summary>The record category, as in the entries.</summary>
    public required string Category { get; init; }

    /// <summary>When it was due; the verifier compares it with the log to the minute.</summary>
    public required DateTimeOffset Due { get; init; }

    /// <summary>When its key was destroyed.</summary>
    public required DateTimeOffset DestroyedAt { get; init; }

    /// <summary>The id of its destroyed key, as in the key's own entry.</summary>
    public string? Key { get; init; }
}

/// <summary>How many records a purge found due, destroyed, and left because of a hold.</summary>
public sealed record CertificateCounts
{
    /// <summary>Due when the purge began.</summary>
    public required long Due { get; init; }

    /// <summary>Destroyed by it; the number of <see cref="PurgeCertificate.Records"/>.</summary>
    public required long Destroyed { get; init; }

    /// <summary>Due but held.</summary>
    public required long Held { get; init; }
}

/// <summary>Whether copies of the destroyed keys can still exist.</summary>
public enum CertificateState
{
    /// <summary>A listed keystore backup may hold a key until <see cref="PurgeCertificate.LastCopyExpires"/>.</summary>
    Provisional,

    /// <summary>No listed copy is left.</summary>
    Final,
}
