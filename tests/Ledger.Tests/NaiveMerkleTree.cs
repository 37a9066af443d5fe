using System.Security.Cryptography;

namespace OnPremLlm.Ledger.Tests;

/// <summary>RFC 6962 section 2.1 word for word: slow, recursive, and written apart from the product's code.</summary>
public static class NaiveMerkleTree
{
    public static byte[] Root(IReadOnlyList<byte[]> data)
    {
        if (data.Count == 0)
        {
            return SHA256.HashData([]);
        }
        if (data.Count == 1)
        {
            return SHA256.HashData([0x00, .. data[0]]);
        }
        var k = Split(data.Count);
        return SHA256.HashData([0x01, .. Root([.. data.Take(k)]), .. Root([.. data.Skip(k)])]);
    }

    public static List<byte[]> Path(int m, IReadOnlyList<byte[]> data)
    {
        if (data.Count == 1)
        {
            return [];
        }
        var k = Split(data.Count);
        byte[][] left = [.. data.Take(k)];
        byte[][] right = [.. data.Skip(k)];
        return m < k ? [.. Path(m, left), Root(right)] : [.. Path(m - k, right), Root(left)];
    }

    private static int Split(int n)
    {
        var k = 1;
        while (k * 2 < n)
        {
            k *= 2;
        }
        return k;
    }
}
