using System.Text;
using OnPremLlm.Ledger.Merkle;
using OnPremLlm.Ledger.Tiles;

namespace OnPremLlm.Ledger.Storage;

/// <summary>Reads a log from its files and proves on the way that entries, tiles and head belong together.</summary>
internal static class LogRecovery
{
    /// <summary>Recomputes the whole tree of a head from the entries. Throws <see cref="LedgerException"/> naming the first file that is missing or was altered.</summary>
    public static (TreeState Tree, byte[] PartialBundle) Rebuild(DurableFiles files, Checkpoint head, Action<ReadOnlyMemory<byte>>? onLeaf = null)
    {
        var builder = new TreeBuilder(TreeState.Empty);
        var partial = Array.Empty<byte>();
        for (long bundle = 0; bundle * TilePath.Width < head.Size; bundle++)
        {
            var width = (int)Math.Min(TilePath.Width, head.Size - bundle * TilePath.Width);
            var leaves = ReadBundle(files, bundle, width);
            foreach (var leaf in leaves)
            {
                onLeaf?.Invoke(leaf);
                builder.Add(MerkleHash.Leaf(leaf.Span), (level, index, hashes) => RequireTile(files, level, index, hashes));
            }
            partial = width < TilePath.Width ? Encode(leaves) : partial;
        }
        var tree = builder.Build();
        RequireEdges(files, tree);
        return tree.Root().AsSpan().SequenceEqual(head.RootHash.Span)
            ? (tree, partial)
            : throw Altered(files, "the entries do not lead to the root that the signed head names");
    }

    /// <summary>The signed head, or null in a folder where no log was ever completed.</summary>
    public static Checkpoint? ReadHead(DurableFiles files, string verifierKey)
    {
        if (files.Read(DurableFiles.Checkpoint) is { } note)
        {
            return Checkpoint.TryVerify(Encoding.UTF8.GetString(note), verifierKey)
                ?? throw Altered(files, "the signed head (file checkpoint) does not bear a valid signature by this log's key");
        }
        // A log of one entry can have lost nothing but its own creation. More than that without a head is a log whose head was taken away.
        var beyondCreation = files.Read(TilePath.Bundle(0, TilePath.Width)) is not null
            || Enumerable.Range(2, TilePath.Width - 2).Any(width => files.Read(TilePath.Bundle(0, width)) is not null);
        return beyondCreation ? throw Altered(files, "there are entries but no signed head (file checkpoint)") : null;
    }

    public static List<ReadOnlyMemory<byte>> ReadBundle(DurableFiles files, long index, int width)
    {
        try
        {
            return files.ReadBundle(index, width) is { } bundle
                ? EntryBundle.Read(bundle, width)
                : throw Altered(files, $"{TilePath.Bundle(index, width)} is missing");
        }
        catch (FormatException e)
        {
            throw Altered(files, $"{TilePath.Bundle(index, width)} is damaged ({e.Message})");
        }
    }

    public static LedgerException Altered(DurableFiles files, string what) =>
        new($"The ledger in {files.Folder} was damaged or altered: {what}. Nothing was changed. Keep this folder as evidence, restore the last good copy, and compare its head with the one kept off this machine.");

    private static void RequireEdges(DurableFiles files, TreeState tree)
    {
        for (var level = 0; level < tree.Edges.Length; level++)
        {
            if (tree.Edges[level].Length > 0)
            {
                RequireTile(files, level, tree.Count(level) / TilePath.Width, tree.Edges[level]);
            }
        }
    }

    private static void RequireTile(DurableFiles files, int level, long index, byte[] hashes)
    {
        var width = hashes.Length / MerkleHash.Size;
        if (files.ReadTile(level, index, width) is not { } tile || !tile.AsSpan().SequenceEqual(hashes))
        {
            throw Altered(files, $"{TilePath.Tile(level, index, width)} is missing or does not match the entries");
        }
    }

    private static byte[] Encode(List<ReadOnlyMemory<byte>> leaves)
    {
        using var bundle = new MemoryStream();
        foreach (var leaf in leaves)
        {
            EntryBundle.Add(bundle, leaf.Span);
        }
        return bundle.ToArray();
    }
}
