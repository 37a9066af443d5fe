using System.Security.Cryptography;
using OnPremLlm.Inference.Worker.Hosting;

namespace OnPremLlm.Inference.Worker.Gguf;

/// <summary>
/// A checked model file, held open. Native code opens it through this handle, so that a file exchanged under the same name
/// after the check is not what gets loaded.
/// </summary>
internal sealed class ModelFile : IDisposable
{
    readonly FileStream file;

    ModelFile(FileStream file, GgufModel header, string sha256)
    {
        this.file = file;
        Header = header;
        Sha256 = sha256;
    }

    public GgufModel Header { get; }

    /// <summary>Lower-case hex.</summary>
    public string Sha256 { get; }

    public long Length => file.Length;

    /// <summary>A path to the very file that was checked.</summary>
    public string NativePath => $"/proc/self/fd/{file.SafeFileHandle.DangerousGetHandle()}";

    /// <summary>Opens read-only, checks the header and hashes the whole file.</summary>
    /// <param name="expectedSha256">Hex in either case; null accepts any.</param>
    /// <exception cref="WorkerStartException">The file cannot be read, fails the check or has another hash.</exception>
    public static ModelFile Open(string path, string? expectedSha256)
    {
        var file = OpenFile(path);
        try
        {
            var header = GgufChecker.Check(file);
            file.Position = 0;
            var sha256 = Convert.ToHexStringLower(SHA256.HashData(file));
            return expectedSha256 is null || sha256.Equals(expectedSha256, StringComparison.OrdinalIgnoreCase)
                ? new(file, header, sha256)
                : throw new WorkerStartException($"The model file {path} has the SHA-256 {sha256}, but {expectedSha256} was expected: it was changed or is another model. Fetch it again, or correct the catalog.");
        }
        catch (Exception refusal)
        {
            file.Dispose();
            throw refusal is GgufException ? new WorkerStartException($"The model file {path} cannot be used. {refusal.Message}", refusal) : refusal;
        }
    }

    public void Dispose() => file.Dispose();

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
