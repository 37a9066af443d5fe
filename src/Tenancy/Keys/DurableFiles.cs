using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Folders = System.IO.Directory;

namespace OnPremLlm.Tenancy.Keys;

/// <summary>
/// File operations that have reached the disk when they return, in the order in which they were called. Files get mode 0600, folders 0700.
/// A rename or a removal is durable only after <see cref="SyncFolder"/>; callers that count steps call it themselves.
/// </summary>
static class DurableFiles
{
    const string TemporarySuffix = ".new";
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    const UnixFileMode OwnerFolder = OwnerOnly | UnixFileMode.UserExecute;

    /// <summary>Makes the folder and those above it; a new folder's entry in its parent is durable.</summary>
    public static void CreateFolder(string folder)
    {
        if (!Folders.Exists(folder))
        {
            var parent = Path.GetDirectoryName(Path.GetFullPath(folder))!;
            CreateFolder(parent);
            if (OperatingSystem.IsWindows())
            {
                throw NoWindows();
            }

            Folders.CreateDirectory(folder, OwnerFolder);
            SyncFolder(parent);
        }
    }

    /// <summary>Writes a file that must not exist, then fsyncs it. Throws <see cref="IOException"/> when it exists.</summary>
    public static void WriteNew(string path, ReadOnlySpan<byte> content) => Write(path, FileMode.CreateNew, content);

    /// <summary>Writes through a temporary name: the file is whole or absent, never half written. Durable when it returns.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        WriteTemporary(path, content);
        Rename(TemporaryOf(path), path);
        SyncFolder(Path.GetDirectoryName(path)!);
    }

    public static string TemporaryOf(string path) => path + TemporarySuffix;

    public static bool IsTemporary(string path) => path.EndsWith(TemporarySuffix, StringComparison.Ordinal);

    /// <summary>Writes and fsyncs the temporary file beside <paramref name="path"/>, over one that a crash left.</summary>
    public static void WriteTemporary(string path, ReadOnlySpan<byte> content) => Write(TemporaryOf(path), FileMode.Create, content);

    public static void Rename(string from, string to) => File.Move(from, to, overwrite: true);

    /// <summary>
    /// Overwrites a file in place with random bytes and fsyncs it: on storage that writes in place, nothing of it stays.
    /// Copy-on-write file systems, snapshots and flash translation may keep the old blocks; certificates state that assumption.
    /// </summary>
    public static void Overwrite(string path)
    {
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.None);
        RandomAccess.Write(handle, RandomNumberGenerator.GetBytes((int)RandomAccess.GetLength(handle)), 0);
        RandomAccess.FlushToDisk(handle);
    }

    /// <summary>Opens or makes a file that nobody else has open. Throws <see cref="IOException"/> when somebody has.</summary>
    public static FileStream OpenExclusively(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            throw NoWindows();
        }

        return new FileStream(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, UnixCreateMode = OwnerOnly });
    }

    public static void SyncFolder(string folder)
    {
        using var handle = OpenFolder(folder);
        RandomAccess.FlushToDisk(handle);
    }

    static void Write(string path, FileMode mode, ReadOnlySpan<byte> content)
    {
        if (OperatingSystem.IsWindows())
        {
            throw NoWindows();
        }

        using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.Write,
            Share = FileShare.None,
            BufferSize = 0,
            UnixCreateMode = OwnerOnly,
        });
        file.Write(content);
        file.Flush(flushToDisk: true);
    }

    static PlatformNotSupportedException NoWindows() => new("The file keystore needs the file modes and the folder fsync of Linux.");

    // File.OpenHandle refuses folders, and fsync of the folder is what makes a rename or a removal survive a power cut.
    static SafeFileHandle OpenFolder(string folder)
    {
        const int ReadOnlyFolder = 0x10000 | 0x80000; // O_RDONLY | O_DIRECTORY | O_CLOEXEC on Linux
        var descriptor = Open(Encoding.UTF8.GetBytes(folder + '\0'), ReadOnlyFolder);
        return descriptor >= 0
            ? new SafeFileHandle(descriptor, ownsHandle: true)
            : throw new IOException($"The folder {folder} cannot be opened (errno {Marshal.GetLastPInvokeError()}). It must exist and belong to the account that runs this.");
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int Open(byte[] path, int flags);
}
