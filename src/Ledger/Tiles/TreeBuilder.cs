using OnPremLlm.Ledger.Merkle;

namespace OnPremLlm.Ledger.Tiles;

/// <summary>Grows a tree from a state leaf by leaf and says which tiles became full on the way.</summary>
internal sealed class TreeBuilder
{
    private readonly List<List<byte>> _edges;
    private long _size;

    public TreeBuilder(TreeState from)
    {
        _size = from.Size;
        _edges = [.. from.Edges.Select(edge => new List<byte>(edge))];
    }

    /// <summary>Adds a leaf hash; <paramref name="full"/> is told (level, index, hashes) of every tile that it completes.</summary>
    public void Add(byte[] leafHash, Action<int, long, byte[]> full)
    {
        var hash = leafHash;
        var index = _size++;
        for (var level = 0; ; level++)
        {
            if (level == _edges.Count)
            {
                _edges.Add([]);
            }
            _edges[level].AddRange(hash);
            if (_edges[level].Count < TilePath.Width * MerkleHash.Size)
            {
                return;
            }
            byte[] tile = [.. _edges[level]];
            index /= TilePath.Width;
            full(level, index, tile);
            _edges[level].Clear();
            hash = MerkleHash.Perfect(tile);
        }
    }

    public TreeState Build() => new(_size, [.. _edges.Select(edge => edge.ToArray())]);
}
