using OnPremLlm.Ledger.Merkle;

namespace OnPremLlm.Ledger;

/// <summary>The audit path (RFC 6962 section 2.1.1) that shows one entry to be in the tree under one head.</summary>
public sealed record InclusionProof
{
    /// <summary>The entry's position, from 0.</summary>
    public required long Index { get; init; }

    /// <summary>The size of the tree that the path leads to the root of.</summary>
    public required long TreeSize { get; init; }

    /// <summary>Sibling hashes of 32 bytes, from the leaf upwards; empty for a tree of one entry.</summary>
    public required IReadOnlyList<ReadOnlyMemory<byte>> Hashes { get; init; }

    /// <summary>Whether the path leads from these leaf bytes to the head's root. False also for a head of another size.</summary>
    public bool Holds(ReadOnlySpan<byte> leaf, Checkpoint head)
    {
        ArgumentNullException.ThrowIfNull(head);
        return TreeSize == head.Size && InclusionCheck.Holds(Index, TreeSize, Hashes, MerkleHash.Leaf(leaf), head.RootHash.Span);
    }
}
