using System.Globalization;
using System.Text;
using OnPremLlm.Ledger.Merkle;
using OnPremLlm.Ledger.Notes;
using OnPremLlm.Ledger.Tiles;

namespace OnPremLlm.Ledger.Storage;

/// <summary>
/// Writes one batch: entries, then tiles, then the head that names them, each durable before the next. What a crash leaves past the head is overwritten by the next batch.
/// </summary>
internal sealed class LogWriter(DurableFiles files, NoteSigner signer)
{
    /// <summary>True after a head may or may not have become durable: signing another head of the same size would be two histories under one key.</summary>
    public bool HeadIsUncertain { get; private set; }

    public LogState Append(LogState? from, IEnumerable<byte[]> leaves)
    {
        var before = from?.Tree ?? TreeState.Empty;
        var builder = new TreeBuilder(before);
        var full = new List<(string Kind, long Index)>();
        using var bundle = new MemoryStream();
        bundle.Write(from?.PartialBundle ?? []);
        var size = before.Size;
        foreach (var leaf in leaves)
        {
            EntryBundle.Add(bundle, leaf);
            builder.Add(MerkleHash.Leaf(leaf), (level, index, hashes) => WriteFullTile(level, index, hashes, full));
            if (++size % TilePath.Width == 0)
            {
                WriteFullBundle(size / TilePath.Width - 1, bundle, full);
            }
        }
        var tree = builder.Build();
        WriteEdges(before, tree, bundle.ToArray());
        var head = WriteHead(tree);
        DropSuperseded(tree, full);
        return new LogState(tree, bundle.ToArray(), head);
    }

    private void WriteFullTile(int level, long index, byte[] hashes, List<(string, long)> full)
    {
        files.Write(TilePath.Tile(level, index, TilePath.Width), hashes);
        full.Add((level.ToString(CultureInfo.InvariantCulture), index));
    }

    private void WriteFullBundle(long index, MemoryStream bundle, List<(string, long)> full)
    {
        files.Write(TilePath.Bundle(index, TilePath.Width), bundle.ToArray());
        full.Add((TilePath.Entries, index));
        bundle.SetLength(0);
    }

    private void WriteEdges(TreeState before, TreeState tree, byte[] bundle)
    {
        if (bundle.Length > 0)
        {
            files.Write(TilePath.Bundle(tree.Size / TilePath.Width, (int)(tree.Size % TilePath.Width)), bundle);
        }
        for (var level = 0; level < tree.Edges.Length; level++)
        {
            var edge = tree.Edges[level];
            if (edge.Length > 0 && tree.Count(level) != before.Count(level))
            {
                files.Write(TilePath.Tile(level, tree.Count(level) / TilePath.Width, edge.Length / MerkleHash.Size), edge);
            }
        }
    }

    private Checkpoint WriteHead(TreeState tree)
    {
        var head = Checkpoint.Sign(signer, tree.Size, tree.Root());
        HeadIsUncertain = true;
        files.Write(DurableFiles.Checkpoint, Encoding.UTF8.GetBytes(head.Note));
        HeadIsUncertain = false;
        return head;
    }

    // Only now that the new head is durable: until then the old head needs its own partial tiles.
    private void DropSuperseded(TreeState tree, List<(string Kind, long Index)> full)
    {
        try
        {
            full.ForEach(tile => files.DropPartials(tile.Kind, tile.Index, keepWidth: null));
            DropEdge(TilePath.Entries, tree.Size);
            for (var level = 0; level < tree.Edges.Length; level++)
            {
                DropEdge(level.ToString(CultureInfo.InvariantCulture), tree.Count(level));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The batch is durable and signed; a file too many does no harm and goes with the next batch.
        }
    }

    private void DropEdge(string kind, long count)
    {
        if (count % TilePath.Width is > 0 and var width)
        {
            files.DropPartials(kind, count / TilePath.Width, (int)width);
        }
    }
}
