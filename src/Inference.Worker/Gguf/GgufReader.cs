using System.Buffers.Binary;
using System.Text;

namespace OnPremLlm.Inference.Worker.Gguf;

/// <summary>Reads little-endian values of a GGUF header from a buffered, seekable stream; the end of the file is a <see cref="GgufException"/>.</summary>
internal sealed class GgufReader(Stream stream)
{
    readonly byte[] word = new byte[8];

    public long Position => stream.Position;

    public long Length => stream.Length;

    public byte ReadByte() => Fill(1)[0];

    public ushort ReadUInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Fill(2));

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Fill(4));

    public ulong ReadUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Fill(8));

    /// <summary>A string of at most that many bytes. Bytes that are not UTF-8 are replaced: only keys and names are compared.</summary>
    public string ReadString(int limit, string what)
    {
        var bytes = new byte[ReadLength(limit, what)];
        Fill(bytes);
        // Attack: a key that is sound up to a zero byte. Native code takes it for the key that was checked elsewhere.
        return bytes.Contains((byte)0) ? throw new GgufException($"{what} holds a zero byte.") : Encoding.UTF8.GetString(bytes);
    }

    /// <summary>A string's bytes as native code sees them, up to a zero byte; one character each: for comparing only.</summary>
    public string ReadBytes(int limit, string what)
    {
        var bytes = new byte[ReadLength(limit, what)];
        Fill(bytes);
        return Encoding.Latin1.GetString(bytes.AsSpan(0, bytes.IndexOf((byte)0) is >= 0 and var end ? end : bytes.Length));
    }

    public float ReadSingle() => BinaryPrimitives.ReadSingleLittleEndian(Fill(4));

    public void SkipString(int limit, string what) => Skip(ReadLength(limit, what));

    /// <summary>Steps over bytes that must be in the file.</summary>
    public void Skip(long bytes)
    {
        if (bytes > Length - Position)
        {
            throw EndOfFile();
        }

        stream.Seek(bytes, SeekOrigin.Current);
    }

    int ReadLength(int limit, string what)
    {
        var length = ReadUInt64();
        return length <= (ulong)limit ? (int)length : throw new GgufException($"{what} claims {length} bytes; the limit is {limit}.");
    }

    ReadOnlySpan<byte> Fill(int count)
    {
        var target = word.AsSpan(0, count);
        Fill(target);
        return target;
    }

    void Fill(Span<byte> target)
    {
        if (stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false) < target.Length)
        {
            throw EndOfFile();
        }
    }

    GgufException EndOfFile() => new($"The model file ends inside its header, after {Length} bytes: it is truncated.");
}
