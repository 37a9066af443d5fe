using System.Collections.Immutable;
using System.Numerics;
using OnPremLlm.Ledger.Merkle;

namespace OnPremLlm.Ledger.Tiles;

/// <summary>The tree at one size: its right edge, one partial tile (0–255 hashes, end to end) per tile level. Immutable, so that readers need no lock.</summary>
internal sealed record TreeState(long Size, ImmutableArray<byte[]> Edges)
{
    public static TreeState Empty { get; } = new(0, []);

    /// <summary>How many hashes the tree has at a tile level.</summary>
    public long Count(int level) => 8 * level < 63 ? Size >> (8 * level) : 0;

    public byte[] Root()
    {
        var subtrees = PerfectSubtrees();
        if (subtrees.Count == 0)
        {
            return MerkleHash.Empty();
        }
        var root = subtrees[^1];
        for (var i = subtrees.Count - 2; i >= 0; i--)
        {
            root = MerkleHash.Node(subtrees[i], root);
        }
        return root;
    }

    // The tree of any size is a row of perfect subtrees of falling size: those of the highest level first, and within a level by the bits of its width.
    private List<byte[]> PerfectSubtrees()
    {
        var subtrees = new List<byte[]>();
        for (var level = Edges.Length - 1; level >= 0; level--)
        {
            var edge = Edges[level];
            for (var (at, left) = (0, edge.Length / MerkleHash.Size); left > 0;)
            {
                var width = 1 << BitOperations.Log2((uint)left);
                subtrees.Add(MerkleHash.Perfect(edge.AsSpan(at * MerkleHash.Size, width * MerkleHash.Size)));
                (at, left) = (at + width, left - width);
            }
        }
        return subtrees;
    }
}
