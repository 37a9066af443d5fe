namespace OnPremLlm.Ledger.Merkle;

/// <summary>The verification of RFC 9162 section 2.1.3.2 (the audit path of RFC 6962).</summary>
internal static class InclusionCheck
{
    public static bool Holds(long index, long treeSize, IReadOnlyList<ReadOnlyMemory<byte>> path, ReadOnlySpan<byte> leafHash, ReadOnlySpan<byte> root)
    {
        if (index < 0 || index >= treeSize || path.Any(hash => hash.Length != MerkleHash.Size))
        {
            return false;
        }
        var (node, last) = (index, treeSize - 1);
        var hash = leafHash.ToArray();
        foreach (var sibling in path)
        {
            if (last == 0)
            {
                return false;
            }
            if ((node & 1) == 1 || node == last)
            {
                hash = MerkleHash.Node(sibling.Span, hash);
                while ((node & 1) == 0 && node != 0)
                {
                    (node, last) = (node >> 1, last >> 1);
                }
            }
            else
            {
                hash = MerkleHash.Node(hash, sibling.Span);
            }
            (node, last) = (node >> 1, last >> 1);
        }
        return last == 0 && hash.AsSpan().SequenceEqual(root);
    }
}
