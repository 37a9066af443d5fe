using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OnPremLlm.Ledger.Storage;

/// <summary>The real disk, on Linux. Folders are readable by their owner and group only.</summary>
internal sealed class PhysicalDisk : IDisk
{
    private const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;
    private const int ReadOnlyCloseOnExec = 0x80000;

    public byte[]? Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public void Write(string path, ReadOnlySpan<byte> content) => File.WriteAllBytes(path, content);

    public void Sync(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(file);
    }

    public void Rename(string from, string to) => File.Move(from, to, overwrite: true);

    public void SyncFolder(string path)
    {
        // .NET refuses to open a folder, so the descriptor comes from libc; a rename is durable only after its folder is.
        var descriptor = OpenFolder(path, ReadOnlyCloseOnExec);
        if (descriptor < 0)
        {
            throw new IOException($"The ledger folder {path} cannot be opened to make it durable. Check that it exists and is readable.", new Win32Exception(Marshal.GetLastPInvokeError()));
        }
        using var folder = new SafeFileHandle(descriptor, ownsHandle: true);
        RandomAccess.FlushToDisk(folder);
    }

    public bool FolderExists(string path) => Directory.Exists(path);

    public void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("The ledger keeps its files on Linux only: it rests on folder syncs and file modes.");
        }
        Directory.CreateDirectory(path, FolderMode);
    }

    public IReadOnlyList<string> Files(string folder) => Directory.Exists(folder) ? Directory.GetFiles(folder) : [];

    public void Delete(string path) => File.Delete(path);

    public void DeleteEmptyFolder(string path) => Directory.Delete(path);

    public IDisposable Lock(string path) => new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenFolder([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}
