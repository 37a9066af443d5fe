using System.Buffers.Binary;

namespace OnPremLlm.Ledger.Tiles;

/// <summary>An entry bundle of tlog-tiles: up to 256 entries, each after its length as a big-endian 16-bit number.</summary>
internal static class EntryBundle
{
    public static void Add(MemoryStream bundle, ReadOnlySpan<byte> leaf)
    {
        Span<byte> length = stackalloc byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(length, checked((ushort)leaf.Length));
        bundle.Write(length);
        bundle.Write(leaf);
    }

    /// <summary>The first <paramref name="count"/> entries; throws <see cref="FormatException"/> where the bundle holds fewer or is cut.</summary>
    public static List<ReadOnlyMemory<byte>> Read(ReadOnlyMemory<byte> bundle, int count)
    {
        var leaves = new List<ReadOnlyMemory<byte>>(count);
        for (var at = 0; leaves.Count < count;)
        {
            if (bundle.Length - at < sizeof(ushort) || bundle.Length - at - sizeof(ushort) < BinaryPrimitives.ReadUInt16BigEndian(bundle.Span[at..]))
            {
                throw new FormatException($"The bundle ends after {leaves.Count} of {count} entries.");
            }
            var length = BinaryPrimitives.ReadUInt16BigEndian(bundle.Span[at..]);
            leaves.Add(bundle.Slice(at + sizeof(ushort), length));
            at += sizeof(ushort) + length;
        }
        return leaves;
    }
}
