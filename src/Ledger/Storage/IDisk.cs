namespace OnPremLlm.Ledger.Storage;

/// <summary>The file operations that a log's durability rests on, one system call each, so that tests can cut the power between any two.</summary>
internal interface IDisk
{
    /// <summary>The content, or null where there is no such file.</summary>
    byte[]? Read(string path);

    /// <summary>Creates or replaces a file; it may be lost or cut until <see cref="Sync"/>.</summary>
    void Write(string path, ReadOnlySpan<byte> content);

    /// <summary>Makes a file's content durable.</summary>
    void Sync(string path);

    /// <summary>Replaces <paramref name="to"/> in one step; durable after <see cref="SyncFolder"/>.</summary>
    void Rename(string from, string to);

    /// <summary>Makes a folder's names durable.</summary>
    void SyncFolder(string path);

    bool FolderExists(string path);

    /// <summary>Creates one folder in an existing one.</summary>
    void CreateFolder(string path);

    /// <summary>Full paths of the files in a folder; empty where there is none.</summary>
    IReadOnlyList<string> Files(string folder);

    void Delete(string path);

    void DeleteEmptyFolder(string path);

    /// <summary>Holds a lock file until disposed; throws <see cref="IOException"/> where another process or log holds it.</summary>
    IDisposable Lock(string path);
}
