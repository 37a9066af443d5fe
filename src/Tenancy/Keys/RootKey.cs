using System.Security.Cryptography;
using System.Text;
using OnPremLlm.Tenancy.Sealing;

namespace OnPremLlm.Tenancy.Keys;

/// <summary>
/// The root key file: a line with the format, then 32 random bytes, then 16 bytes of check. The check recognises a damaged file,
/// and the id, which the keystore keeps, a file that belongs to another keystore; neither says anything about the key.
/// </summary>
static class RootKey
{
    const int CheckSize = 16;
    static ReadOnlySpan<byte> Magic => "onpremllm root key 1\n"u8;
    static int FileSize => Magic.Length + ChunkedCipher.KeySize + CheckSize;

    /// <summary>Makes the file; refuses to overwrite one, because every tenant's data would be lost with it.</summary>
    public static void Create(string path)
    {
        if (File.Exists(path))
        {
            throw new RootKeyException($"A root key exists already at {path}; it is never overwritten, because everything sealed under it would be lost. Use it, or choose another path.");
        }

        DurableFiles.CreateFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using var key = PinnedKey.Random();
        var content = GC.AllocateArray<byte>(FileSize, pinned: true);
        try
        {
            Magic.CopyTo(content);
            key.Bytes.CopyTo(content.AsSpan(Magic.Length));
            Check(key.Bytes).CopyTo(content.AsSpan(Magic.Length + ChunkedCipher.KeySize));
            DurableFiles.WriteNew(path, content);
            DurableFiles.SyncFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    public static PinnedKey Read(string path)
    {
        RefuseMissing(path);
        RefuseReadableByOthers(path);
        var content = GC.AllocateArray<byte>(FileSize, pinned: true);
        try
        {
            Load(path, content);
            return PinnedKey.Copy(content.AsSpan(Magic.Length, ChunkedCipher.KeySize));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    /// <summary>16 hexadecimal digits that name the key without saying anything about it.</summary>
    public static string IdOf(PinnedKey key) => Convert.ToHexStringLower(Derive(key.Bytes, "onpremllm root key id")[..8]);

    static void Load(string path, byte[] content)
    {
        using var file = File.OpenHandle(path);
        var length = RandomAccess.GetLength(file);
        if (length != FileSize || RandomAccess.Read(file, content, 0) != FileSize || !content.AsSpan().StartsWith(Magic))
        {
            throw new RootKeyException($"{path} is no root key: it has {length} bytes where a root key file has {FileSize}, or another format. Restore the file from the copy that was made when it was created.");
        }

        var key = content.AsSpan(Magic.Length, ChunkedCipher.KeySize);
        if (!CryptographicOperations.FixedTimeEquals(Check(key), content.AsSpan(Magic.Length + ChunkedCipher.KeySize)))
        {
            throw new RootKeyException($"The root key in {path} is damaged (its check value does not match). Restore the file from the copy that was made when it was created.");
        }
    }

    static void RefuseMissing(string path)
    {
        if (!File.Exists(path))
        {
            throw new RootKeyException($"There is no root key at {path}. Restore it from its copy; for a new installation make one with: onpremllm setup");
        }
    }

    static void RefuseReadableByOthers(string path)
    {
        const UnixFileMode Others = ~(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
        {
            throw new RootKeyException($"Others than its owner can reach the root key {path}. Run: chmod 600 {path}");
        }
    }

    static byte[] Check(ReadOnlySpan<byte> key) => Derive(key, "onpremllm root key check")[..CheckSize];

    static byte[] Derive(ReadOnlySpan<byte> key, string label) => HMACSHA512.HashData(key, Encoding.ASCII.GetBytes(label));
}
