using OnPremLlm.Ledger.Merkle;
using OnPremLlm.Ledger.Tiles;

namespace OnPremLlm.Ledger.Storage;

/// <summary>A log's folder: writes whole files durably and in one step (temporary file, sync, rename, sync folder) and reads tiles and bundles.</summary>
internal sealed class DurableFiles(IDisk disk, string folder)
{
    public const string Checkpoint = "checkpoint";
    public const string VerifierKey = "log.vkey";
    private const string Lock = "lock";
    private const string Temporary = ".tmp";

    public string Folder => folder;

    public IDisposable TakeLock()
    {
        EnsureFolder(folder);
        try
        {
            return disk.Lock(PathOf(Lock));
        }
        catch (IOException e)
        {
            throw new LedgerException($"The ledger in {folder} is already open in this or another process. One writer at a time: stop the other one, then start again.", e);
        }
    }

    public byte[]? Read(string name) => disk.Read(PathOf(name));

    public void Write(string name, ReadOnlySpan<byte> content)
    {
        var path = PathOf(name);
        var parent = Path.GetDirectoryName(path)!;
        EnsureFolder(parent);
        disk.Write(path + Temporary, content);
        disk.Sync(path + Temporary);
        disk.Rename(path + Temporary, path);
        disk.SyncFolder(parent);
    }

    /// <summary>The first <paramref name="width"/> hashes of a tile; also from the full tile, which may have replaced the partial one. Null where neither is there.</summary>
    public byte[]? ReadTile(int level, long index, int width)
    {
        var tile = Read(TilePath.Tile(level, index, width)) ?? Read(TilePath.Tile(level, index, TilePath.Width));
        return tile is not null && tile.Length >= width * MerkleHash.Size ? tile[..(width * MerkleHash.Size)] : null;
    }

    public byte[]? ReadBundle(long index, int width) => Read(TilePath.Bundle(index, width)) ?? Read(TilePath.Bundle(index, TilePath.Width));

    /// <summary>Removes the partial forms of a tile but the one of this width: each commit writes one, and 256 of each would be a hundredfold the log's size.</summary>
    public void DropPartials(string kind, long index, int? keepWidth)
    {
        var partials = PathOf(TilePath.Partials(kind, index));
        foreach (var file in disk.Files(partials).Where(file => keepWidth is null || Path.GetFileName(file) != $"{keepWidth}"))
        {
            disk.Delete(file);
        }
        if (keepWidth is null && disk.FolderExists(partials))
        {
            disk.DeleteEmptyFolder(partials);
        }
    }

    private void EnsureFolder(string path)
    {
        if (disk.FolderExists(path))
        {
            return;
        }
        var parent = Path.GetDirectoryName(path)!;
        EnsureFolder(parent);
        disk.CreateFolder(path);
        disk.SyncFolder(parent);
    }

    private string PathOf(string name) => Path.Combine(folder, name);
}
