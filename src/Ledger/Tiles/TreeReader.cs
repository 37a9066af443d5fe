using System.Numerics;
using OnPremLlm.Ledger.Merkle;

namespace OnPremLlm.Ledger.Tiles;

/// <summary>Reads subtree roots and audit paths of one tree state from its tiles; keeps the tiles it has read, so use one for a batch of proofs.</summary>
internal sealed class TreeReader(TreeState state, Func<int, long, byte[]> readFullTile)
{
    private readonly Dictionary<(int Level, long Index), byte[]> _tiles = [];

    public InclusionProof Prove(long index)
    {
        var path = new List<ReadOnlyMemory<byte>>();
        Path(index, 0, state.Size, path);
        return new InclusionProof { Index = index, TreeSize = state.Size, Hashes = path };
    }

    /// <summary>The root that the tree had when it was <paramref name="size"/> entries long.</summary>
    public byte[] RootAt(long size) => size == 0 ? MerkleHash.Empty() : Root(0, size);

    private void Path(long index, long begin, long end, List<ReadOnlyMemory<byte>> path)
    {
        if (end - begin == 1)
        {
            return;
        }
        var middle = begin + MerkleHash.Split(end - begin);
        if (index < middle)
        {
            Path(index, begin, middle, path);
            path.Add(Root(middle, end));
        }
        else
        {
            Path(index, middle, end, path);
            path.Add(Root(begin, middle));
        }
    }

    private byte[] Root(long begin, long end)
    {
        var count = end - begin;
        if (BitOperations.IsPow2(count))
        {
            return Perfect(BitOperations.Log2((ulong)count), begin);
        }
        var middle = begin + MerkleHash.Split(count);
        return MerkleHash.Node(Root(begin, middle), Root(middle, end));
    }

    private byte[] Perfect(int height, long begin)
    {
        var (level, rest) = Math.DivRem(height, 8);
        var first = begin >> (8 * level);
        var offset = (int)(first % TilePath.Width) * MerkleHash.Size;
        return MerkleHash.Perfect(Tile(level, first / TilePath.Width).AsSpan(offset, MerkleHash.Size << rest));
    }

    private byte[] Tile(int level, long index)
    {
        if (index == state.Count(level) / TilePath.Width)
        {
            return state.Edges[level];
        }
        if (!_tiles.TryGetValue((level, index), out var tile))
        {
            tile = readFullTile(level, index);
            _tiles.Add((level, index), tile);
        }
        return tile;
    }
}
