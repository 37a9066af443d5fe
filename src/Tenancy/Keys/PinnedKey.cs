using System.Security.Cryptography;
using OnPremLlm.Tenancy.Sealing;

namespace OnPremLlm.Tenancy.Keys;

/// <summary>
/// 32 key bytes at an address that the garbage collector never changes (so that no forgotten copy stays behind), zeroed at disposal.
/// Using it afterwards throws <see cref="ObjectDisposedException"/> instead of working with zeros.
/// </summary>
sealed class PinnedKey : IDisposable
{
    readonly byte[] _bytes = GC.AllocateArray<byte>(ChunkedCipher.KeySize, pinned: true);
    bool _zeroed;

    PinnedKey() { }

    public ReadOnlySpan<byte> Bytes
    {
        get
        {
            ObjectDisposedException.ThrowIf(_zeroed, this);
            return _bytes;
        }
    }

    public static PinnedKey Random()
    {
        var key = new PinnedKey();
        RandomNumberGenerator.Fill(key._bytes);
        return key;
    }

    public static PinnedKey Copy(ReadOnlySpan<byte> bytes)
    {
        var key = new PinnedKey();
        bytes.CopyTo(key._bytes);
        return key;
    }

    /// <summary>Opens a key that <see cref="Wrap"/> sealed. Throws <see cref="TamperedRecordException"/> when it was not sealed under this key and context.</summary>
    public PinnedKey Unwrap(ReadOnlySpan<byte> context, ReadOnlySpan<byte> wrapped)
    {
        if (ChunkedCipher.PlainLength(wrapped.Length) != ChunkedCipher.KeySize)
        {
            throw new TamperedRecordException("A wrapped key has the wrong length.");
        }

        var key = new PinnedKey();
        try
        {
            ChunkedCipher.OpenInto(Bytes, context, wrapped, key._bytes);
            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    public byte[] Wrap(ReadOnlySpan<byte> context, PinnedKey inner) => ChunkedCipher.Seal(Bytes, context, inner.Bytes);

    public void Dispose()
    {
        _zeroed = true;
        CryptographicOperations.ZeroMemory(_bytes);
    }
}
