using System.Buffers.Binary;
using System.Text;

namespace OnPremLlm.TestSupport.Gguf;

/// <summary>Fills the next bytes of a tensor's data; called in order until the tensor is full.</summary>
public delegate void FillTensor(Span<byte> data);

/// <summary>A tensor to write. Dimensions are fastest first; <paramref name="Bytes"/> is the size of the data.</summary>
public sealed record GgufTensor(string Name, ulong[] Dimensions, uint Type, long Bytes, FillTensor Fill);

/// <summary>
/// Writes GGUF version 3. Metadata values: ushort, uint, int, float, bool, ulong, string, string[], float[], int[]. It checks nothing: tests also write damaged files with it.
/// </summary>
public sealed class GgufFile
{
    const int Alignment = 32;

    public uint Version { get; set; } = 3;

    /// <summary>In order of first setting.</summary>
    public OrderedDictionary<string, object> Metadata { get; } = [];

    public List<GgufTensor> Tensors { get; } = [];

    public void Write(Stream stream)
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write("GGUF"u8);
        writer.Write(Version);
        writer.Write((ulong)Tensors.Count);
        writer.Write((ulong)Metadata.Count);
        foreach (var (key, value) in Metadata)
        {
            Write(writer, key);
            WriteValue(writer, value);
        }

        WriteTensorInfos(writer);
        foreach (var tensor in Tensors)
        {
            Pad(writer);
            WriteData(writer, tensor);
        }

        Pad(writer);
    }

    void WriteTensorInfos(BinaryWriter writer)
    {
        var offset = 0L;
        foreach (var tensor in Tensors)
        {
            Write(writer, tensor.Name);
            writer.Write((uint)tensor.Dimensions.Length);
            Array.ForEach(tensor.Dimensions, writer.Write);
            writer.Write(tensor.Type);
            writer.Write((ulong)offset);
            offset += (tensor.Bytes + Alignment - 1) / Alignment * Alignment;
        }
    }

    static void WriteData(BinaryWriter writer, GgufTensor tensor)
    {
        // A multiple of every block size in use (4 and 34 bytes), so that a piece never ends inside a block.
        var buffer = new byte[68 * 4096];
        for (var left = tensor.Bytes; left > 0;)
        {
            var piece = buffer.AsSpan(0, (int)Math.Min(left, buffer.Length));
            tensor.Fill(piece);
            writer.Write(piece);
            left -= piece.Length;
        }
    }

    static void WriteValue(BinaryWriter writer, object value)
    {
        switch (value)
        {
            case uint number:
                writer.Write(4u);
                writer.Write(number);
                break;
            case int number:
                writer.Write(5u);
                writer.Write(number);
                break;
            case float number:
                writer.Write(6u);
                writer.Write(number);
                break;
            case bool flag:
                writer.Write(7u);
                writer.Write(flag);
                break;
            case ushort number:
                writer.Write(2u);
                writer.Write(number);
                break;
            case string text:
                writer.Write(8u);
                Write(writer, text);
                break;
            case ulong number:
                writer.Write(10u);
                writer.Write(number);
                break;
            case string[] texts:
                WriteArray(writer, 8, texts, text => Write(writer, text));
                break;
            case float[] numbers:
                WriteArray(writer, 6, numbers, writer.Write);
                break;
            case int[] numbers:
                WriteArray(writer, 5, numbers, writer.Write);
                break;
            default:
                throw new ArgumentException($"{value.GetType().Name} is no metadata type that this writer knows.", nameof(value));
        }
    }

    static void WriteArray<T>(BinaryWriter writer, uint type, T[] items, Action<T> write)
    {
        writer.Write(9u);
        writer.Write(type);
        writer.Write((ulong)items.Length);
        Array.ForEach(items, write);
    }

    static void Write(BinaryWriter writer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }

    static void Pad(BinaryWriter writer)
    {
        Span<byte> zeros = stackalloc byte[Alignment];
        writer.Flush();
        writer.Write(zeros[..(int)((Alignment - (writer.BaseStream.Position % Alignment)) % Alignment)]);
    }
}
