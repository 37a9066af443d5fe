using System.Globalization;
using OnPremLlm.Ledger.Merkle;
using OnPremLlm.Ledger.Notes;

namespace OnPremLlm.Ledger;

/// <summary>A signed log head: a C2SP checkpoint (origin, tree size, root hash) as a signed note. Keep a copy off the machine: it is what shows a rolled-back log.</summary>
public sealed record Checkpoint
{
    private Checkpoint(string origin, long size, byte[] rootHash, string note)
    {
        Origin = origin;
        Size = size;
        RootHash = rootHash;
        Note = note;
    }

    /// <summary>The log's name, which is also its key's name.</summary>
    public string Origin { get; }

    /// <summary>How many entries the head covers.</summary>
    public long Size { get; }

    /// <summary>The RFC 6962 root over them, 32 bytes.</summary>
    public ReadOnlyMemory<byte> RootHash { get; }

    /// <summary>The whole signed note, signature lines included.</summary>
    public string Note { get; }

    /// <summary>Reads a note and checks that the key signed it and bears the log's name; null where it did not.</summary>
    public static Checkpoint? TryVerify(string note, string verifierKey)
    {
        ArgumentNullException.ThrowIfNull(note);
        ArgumentNullException.ThrowIfNull(verifierKey);
        return VerifierKey.TryParse(verifierKey) is { } key && SignedNote.TryParse(note) is { } signed && signed.IsSignedBy(key)
            && TryRead(note) is { } head && head.Origin == key.Name ? head : null;
    }

    /// <summary>Reads a note without looking at its signatures.</summary>
    internal static Checkpoint? TryRead(string note)
    {
        if (SignedNote.TryParse(note) is not { } signed || signed.Text.Split('\n') is not [{ Length: > 0 } origin, var size, var root, .., ""])
        {
            return null;
        }
        return long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count.ToString(CultureInfo.InvariantCulture) == size
            && StrictBase64.TryDecode(root) is { Length: MerkleHash.Size } hash ? new Checkpoint(origin, count, hash, note) : null;
    }

    internal static Checkpoint Sign(NoteSigner signer, long size, byte[] rootHash)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{signer.Key.Name}\n{size}\n{Convert.ToBase64String(rootHash)}\n");
        return new Checkpoint(signer.Key.Name, size, rootHash, signer.Sign(text));
    }
}
