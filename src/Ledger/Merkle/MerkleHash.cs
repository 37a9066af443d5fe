using System.Buffers;
using System.Numerics;
using System.Security.Cryptography;

namespace OnPremLlm.Ledger.Merkle;

/// <summary>The hashes of RFC 6962 section 2.1: SHA-256 with a prefix that tells leaves (0x00) from nodes (0x01), so that neither can pass as the other.</summary>
internal static class MerkleHash
{
    public const int Size = 32;

    public static byte[] Empty() => SHA256.HashData([]);

    public static byte[] Leaf(ReadOnlySpan<byte> data)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(data.Length + 1);
        buffer[0] = 0x00;
        data.CopyTo(buffer.AsSpan(1));
        var hash = SHA256.HashData(buffer.AsSpan(0, data.Length + 1));
        ArrayPool<byte>.Shared.Return(buffer);
        return hash;
    }

    public static byte[] Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Span<byte> buffer = stackalloc byte[1 + 2 * Size];
        buffer[0] = 0x01;
        left.CopyTo(buffer[1..]);
        right.CopyTo(buffer[(1 + Size)..]);
        return SHA256.HashData(buffer);
    }

    /// <summary>The root over a power of two of adjacent hashes, laid end to end.</summary>
    public static byte[] Perfect(ReadOnlySpan<byte> hashes)
    {
        if (hashes.Length == Size)
        {
            return hashes.ToArray();
        }
        var half = hashes.Length / 2;
        return Node(Perfect(hashes[..half]), Perfect(hashes[half..]));
    }

    /// <summary>The largest power of two smaller than n (n at least 2): where RFC 6962 splits a tree.</summary>
    public static long Split(long n) => 1L << BitOperations.Log2((ulong)(n - 1));
}
