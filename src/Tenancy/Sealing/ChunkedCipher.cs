using System.Buffers.Binary;
using System.Security.Cryptography;
using OnPremLlm.Tenancy.Keys;

namespace OnPremLlm.Tenancy.Sealing;

/// <summary>
/// C2SP chunked encryption (c2sp.org/chunked-encryption) with HKDF-SHA-512 and AES-256-GCM, known as Cobblestone-256:
/// 24-byte random salt, 32-byte key commitment, then chunks of 16 KiB of which the last is always shorter.
/// The commitment is checked before anything is decrypted, so that no ciphertext opens under two keys or two contexts
/// (AES-GCM alone allows such ciphertexts to be crafted). Thread-safe: it holds no state.
/// </summary>
static class ChunkedCipher
{
    public const int KeySize = 32;
    public const int SaltSize = 24;
    public const int CommitmentSize = 32;
    public const int HeaderSize = SaltSize + CommitmentSize;
    public const int ChunkSize = 16 * 1024;
    public const int TagSize = 16;

    /// <summary>Size of the ciphertext of <paramref name="plainLength"/> bytes.</summary>
    public static long SealedLength(int plainLength) => HeaderSize + plainLength + (((long)plainLength / ChunkSize) + 1) * TagSize;

    /// <summary>Encrypts under a fresh random salt; the same content twice gives two unrelated ciphertexts.</summary>
    public static byte[] Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> context, ReadOnlySpan<byte> plain)
    {
        Span<byte> salt = stackalloc byte[SaltSize];
        RandomNumberGenerator.Fill(salt);
        return Seal(key, context, plain, salt);
    }

    /// <summary>With a given salt, for test vectors only: a salt that repeats under one key gives two messages the same key stream.</summary>
    internal static byte[] Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> context, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> salt)
    {
        var output = new byte[checked((int)SealedLength(plain.Length))];
        salt.CopyTo(output);
        using var message = new MessageKey(key, salt, context);
        message.Commitment.CopyTo(output.AsSpan(SaltSize));
        for (int number = 0, from = 0; from <= plain.Length; number++, from += ChunkSize)
        {
            var chunk = plain[from..Math.Min(from + ChunkSize, plain.Length)];
            var target = output.AsSpan(HeaderSize + number * (ChunkSize + TagSize), chunk.Length + TagSize);
            message.EncryptChunk(number, chunk, target);
        }

        return output;
    }

    /// <summary>Decrypts, or throws <see cref="TamperedRecordException"/> without having returned any plain text.</summary>
    public static byte[] Open(ReadOnlySpan<byte> key, ReadOnlySpan<byte> context, ReadOnlySpan<byte> sealedBytes)
    {
        var plain = new byte[PlainLength(sealedBytes.Length)];
        try
        {
            OpenInto(key, context, sealedBytes, plain);
            return plain;
        }
        catch
        {
            CryptographicOperations.ZeroMemory(plain);
            throw;
        }
    }

    /// <summary>Length of the content of a ciphertext; throws <see cref="TamperedRecordException"/> for a length that no ciphertext has.</summary>
    public static int PlainLength(int sealedLength)
    {
        var body = sealedLength - HeaderSize;
        var last = body % (ChunkSize + TagSize);
        // A last chunk is 0 to 16 KiB - 1 long: a body that ends at a chunk's boundary, or within a tag, was cut.
        return body >= TagSize && last >= TagSize ? body - ((body / (ChunkSize + TagSize)) + 1) * TagSize : throw Tampered();
    }

    /// <summary>Decrypts into <paramref name="plain"/>, which must have <see cref="PlainLength"/> bytes; what it holds after an exception must be zeroed by the caller.</summary>
    public static void OpenInto(ReadOnlySpan<byte> key, ReadOnlySpan<byte> context, ReadOnlySpan<byte> sealedBytes, Span<byte> plain)
    {
        if (plain.Length != PlainLength(sealedBytes.Length))
        {
            throw new ArgumentException("The target must have the plain text's length.", nameof(plain));
        }

        using var message = new MessageKey(key, sealedBytes[..SaltSize], context);
        if (!CryptographicOperations.FixedTimeEquals(message.Commitment, sealedBytes[SaltSize..HeaderSize]))
        {
            throw Tampered();
        }

        for (int number = 0, from = 0; from <= plain.Length; number++, from += ChunkSize)
        {
            var target = plain[from..Math.Min(from + ChunkSize, plain.Length)];
            message.DecryptChunk(number, sealedBytes.Slice(HeaderSize + number * (ChunkSize + TagSize), target.Length + TagSize), target);
        }
    }

    static TamperedRecordException Tampered() =>
        new("The sealed bytes do not belong here: they were altered, cut short, or sealed for another place or under another key.");

    /// <summary>Key, base nonce and commitment of one message. Lives on the stack of one call and is zeroed at its end.</summary>
    readonly ref struct MessageKey : IDisposable
    {
        const int NonceSize = 12;
        readonly Span<byte> _derived;
        readonly AesGcm _aes;

        public MessageKey(ReadOnlySpan<byte> key, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> context)
        {
            if (key.Length != KeySize)
            {
                throw new ArgumentException("The key must have 32 bytes.", nameof(key));
            }

            _derived = GC.AllocateUninitializedArray<byte>(KeySize + NonceSize + CommitmentSize, pinned: true);
            Expand(key, salt, context, _derived);
            _aes = new AesGcm(_derived[..KeySize], TagSize);
        }

        public ReadOnlySpan<byte> Commitment => _derived[(KeySize + NonceSize)..];

        public void EncryptChunk(int number, ReadOnlySpan<byte> plain, Span<byte> target)
        {
            Span<byte> nonce = stackalloc byte[NonceSize];
            NonceOf(number, nonce);
            _aes.Encrypt(nonce, plain, target[..plain.Length], target[plain.Length..]);
        }

        public void DecryptChunk(int number, ReadOnlySpan<byte> chunk, Span<byte> target)
        {
            Span<byte> nonce = stackalloc byte[NonceSize];
            NonceOf(number, nonce);
            try
            {
                _aes.Decrypt(nonce, chunk[..target.Length], chunk[target.Length..], target);
            }
            catch (AuthenticationTagMismatchException)
            {
                throw Tampered();
            }
        }

        public void Dispose()
        {
            _aes.Dispose();
            CryptographicOperations.ZeroMemory(_derived);
        }

        void NonceOf(int number, Span<byte> nonce)
        {
            _derived.Slice(KeySize, NonceSize).CopyTo(nonce);
            var low = nonce[^sizeof(uint)..];
            BinaryPrimitives.WriteUInt32BigEndian(low, BinaryPrimitives.ReadUInt32BigEndian(low) ^ (uint)number);
        }

        // HKDF-Expand (RFC 5869) with the 32-byte key as PRK, as the specification says. HKDF.Expand of the framework wants a PRK of the hash's
        // 64 bytes, so its two HMACs are written out.
        static void Expand(ReadOnlySpan<byte> key, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> context, Span<byte> output)
        {
            var label = "c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0"u8;
            Span<byte> first = stackalloc byte[SHA512.HashSizeInBytes];
            Span<byte> second = stackalloc byte[SHA512.HashSizeInBytes];
            using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA512, key);
            Block(hmac, [], label, salt, context, 1, first);
            Block(hmac, first, label, salt, context, 2, second);
            first.CopyTo(output);
            second[..(output.Length - first.Length)].CopyTo(output[first.Length..]);
            CryptographicOperations.ZeroMemory(first);
            CryptographicOperations.ZeroMemory(second);
        }

        static void Block(IncrementalHash hmac, ReadOnlySpan<byte> previous, ReadOnlySpan<byte> label, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> context,
            byte number, Span<byte> output)
        {
            hmac.AppendData(previous);
            hmac.AppendData(label);
            hmac.AppendData(salt);
            hmac.AppendData(context);
            hmac.AppendData([number]);
            hmac.GetHashAndReset(output);
        }
    }
}
