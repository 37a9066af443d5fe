using System.Security.Cryptography;
using OnPremLlm.Inference.Worker.Hosting;

namespace OnPremLlm.Inference.Worker.Gguf;

/// <summary>One file of a model, and the hash that it must have; null accepts any.</summary>
internal readonly record struct ModelPart(string Path, string? Sha256);

/// <summary>
/// A checked model, its files held open. Native code opens them through these handles, so that a file exchanged under the same name
/// after the check is not what gets loaded.
/// </summary>
internal sealed class ModelFile : IDisposable
{
    readonly IReadOnlyList<FileStream> files;

    ModelFile(IReadOnlyList<FileStream> files, GgufModel header, string sha256)
    {
        this.files = files;
        Header = header;
        Sha256 = sha256;
    }

    public GgufModel Header { get; }

    /// <summary>Lower-case hex. Of a split model: SHA-256 over the hashes of its files, 32 bytes each, in order.</summary>
    public string Sha256 { get; }

    public long Length => files.Sum(file => file.Length);

    /// <summary>Paths to the very files that were checked.</summary>
    public IReadOnlyList<string> NativePaths => [.. files.Select(file => $"/proc/self/fd/{file.SafeFileHandle.DangerousGetHandle()}")];

    /// <summary>Opens read-only, checks the headers and hashes all of every file.</summary>
    /// <param name="parts">The files in order; hashes are hex in either case.</param>
    /// <exception cref="WorkerStartException">A file cannot be read, fails the check or has another hash.</exception>
    public static ModelFile Open(IReadOnlyList<ModelPart> parts)
    {
        var files = new List<FileStream>();
        try
        {
            GgufModel? header = null;
            var hashes = new List<byte[]>();
            foreach (var part in parts)
            {
                files.Add(OpenFile(part.Path));
                header = Check(files[^1], part.Path, files.Count - 1, parts.Count, header);
                hashes.Add(Hash(files[^1], part));
            }

            return new(files, header ?? throw new WorkerStartException("No model file was named."), Combine(hashes));
        }
        catch
        {
            files.ForEach(file => file.Dispose());
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var file in files)
        {
            file.Dispose();
        }
    }

    static GgufModel Check(FileStream file, string path, int part, int parts, GgufModel? first)
    {
        try
        {
            return first is null ? GgufChecker.CheckFirst(file, parts) : first with { RepackedBytes = first.RepackedBytes + GgufChecker.CheckFurther(file, part, parts) };
        }
        catch (GgufException refusal)
        {
            throw new WorkerStartException($"The model file {path} cannot be used. {refusal.Message}", refusal);
        }
    }

    static byte[] Hash(FileStream file, ModelPart part)
    {
        file.Position = 0;
        var hash = SHA256.HashData(file);
        var sha256 = Convert.ToHexStringLower(hash);
        return part.Sha256 is null || sha256.Equals(part.Sha256, StringComparison.OrdinalIgnoreCase)
            ? hash
            : throw new WorkerStartException($"The model file {part.Path} has the SHA-256 {sha256}, but {part.Sha256} was expected: it was changed or is another model. Fetch it again, or correct the catalog.");
    }

    static string Combine(List<byte[]> hashes) => Convert.ToHexStringLower(hashes.Count == 1 ? hashes[0] : SHA256.HashData(hashes.SelectMany(hash => hash).ToArray()));

    static FileStream OpenFile(string path)
    {
        try
        {
            return new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.Read, BufferSize = 1 << 20, Options = FileOptions.SequentialScan });
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new WorkerStartException($"The model file {path} cannot be read ({unreadable.GetType().Name}). Check that it exists and that user {OwnProcess.UserId} may read it and enter its folders.", unreadable);
        }
    }
}
