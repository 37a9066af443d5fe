using System.Security.Cryptography;

namespace OnPremLlm.Inference;

/// <summary>SHA-256 of large files, in pieces, with progress.</summary>
public static class FileHash
{
    const int Piece = 4 << 20;

    /// <summary>Lower-case hexadecimal.</summary>
    public static Task<string> OfAsync(string path, IProgress<FileProgress>? progress, CancellationToken ct) => ReadAsync(path, copy: null, progress, ct);

    /// <summary>Copies to a new file while it hashes, and returns after the copy is on the disk.</summary>
    internal static async Task<string> CopyAsync(string from, string to, UnixFileMode mode, IProgress<FileProgress>? progress, CancellationToken ct)
    {
        await using var copy = new FileStream(to, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 });
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(to, mode);
        }

        var hash = await ReadAsync(from, copy, progress, ct);
        copy.Flush(flushToDisk: true);
        return hash;
    }

    static async Task<string> ReadAsync(string path, FileStream? copy, IProgress<FileProgress>? progress, CancellationToken ct)
    {
        await using var file = Open(path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (buffer, total) = (new byte[Piece], file.Length);
        for (long done = 0; await file.ReadAsync(buffer, ct) is > 0 and var read;)
        {
            hash.AppendData(buffer, 0, read);
            await (copy?.WriteAsync(buffer.AsMemory(0, read), ct) ?? ValueTask.CompletedTask);
            progress?.Report(new(path, done += read, total));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.Read, BufferSize = 0, Options = FileOptions.SequentialScan | FileOptions.Asynchronous });
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new InferenceException(InferenceFailure.ModelRefused, $"The model file {path} cannot be read ({unreadable.GetType().Name}). Check that it is there and who may read it.", unreadable);
        }
    }
}
