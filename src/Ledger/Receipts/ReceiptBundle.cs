using System.Text.Json;
using System.Text.Json.Serialization;

namespace OnPremLlm.Ledger;

/// <summary>Everything needed to check one purge offline, in one JSON file: what compliance exports and the Verifier reads. Made by <see cref="ReceiptExport"/>.</summary>
public sealed record ReceiptBundle
{
    /// <summary>The format version this program reads and writes.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Format version; 1.</summary>
    public required int Version { get; init; }

    /// <summary>The tenant's opaque id, as in the certificate.</summary>
    public required string Tenant { get; init; }

    /// <summary>The log's public key as a signed-note vkey. Compare it out of band: whoever makes a bundle chooses it.</summary>
    public required string VerifierKey { get; init; }

    /// <summary>The signed head that every proof leads to: the whole note.</summary>
    public required string Checkpoint { get; init; }

    /// <summary>The certificate's exact text; its UTF-8 bytes are what the receipt commits to.</summary>
    public required string Certificate { get; init; }

    /// <summary>The purge receipt.</summary>
    public required ProvenEntry Receipt { get; init; }

    /// <summary>The entries about the destroyed records before the receipt (keys created, due dates, holds, intents), by rising index.</summary>
    public required IReadOnlyList<ProvenEntry> Entries { get; init; }

    /// <summary>Every leaf of the log in order, or null: only with it can completeness and the absence of holds be checked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Log { get; init; }

    /// <summary>The file's bytes: UTF-8 JSON.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, ReadableJson.Context.ReceiptBundle);

    /// <summary>Reads a bundle; throws <see cref="FormatException"/> with one clear sentence for anything else.</summary>
    public static ReceiptBundle Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            var bundle = JsonSerializer.Deserialize(json, LedgerJson.Default.ReceiptBundle) ?? throw new FormatException("The file holds no receipt bundle.");
            return bundle.Version == CurrentVersion
                ? bundle
                : throw new FormatException($"The bundle has format version {bundle.Version}; this program reads version {CurrentVersion}. Use the verifier of the release that exported it.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException("The file is not a receipt bundle: it is not complete JSON of the expected form. Export it again, and check that it was not cut off on the way.", e);
        }
    }
}

/// <summary>A leaf with its proof of inclusion under the bundle's head.</summary>
public sealed record ProvenEntry
{
    /// <summary>The entry's position in the log, from 0.</summary>
    public required long Index { get; init; }

    /// <summary>The exact leaf: canonical JSON, ASCII.</summary>
    public required string Leaf { get; init; }

    /// <summary>The audit path, each hash in base64, from the leaf upwards.</summary>
    public required IReadOnlyList<string> Proof { get; init; }
}
