using System.Text;

namespace OnPremLlm.Training.Exporting;

/// <summary>A tensor to write: dimensions fastest first, and its data.</summary>
internal sealed record GgufTensor(string Name, IReadOnlyList<int> Dimensions, WeightFormat Format, byte[] Data);

/// <summary>Writes GGUF version 3: little-endian, tensors at multiples of 32 bytes.</summary>
internal sealed class GgufWriter
{
    const int Alignment = 32;
    const uint Version = 3;

    /// <summary>In the order of setting. Values: uint, float, bool, string, and lists of string and of int.</summary>
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
            WriteText(writer, key);
            WriteValue(writer, value);
        }

        WriteTensorInfos(writer);
        foreach (var tensor in Tensors)
        {
            Pad(writer);
            writer.Write(tensor.Data);
        }

        Pad(writer);
    }

    void WriteTensorInfos(BinaryWriter writer)
    {
        var offset = 0L;
        foreach (var tensor in Tensors)
        {
            WriteText(writer, tensor.Name);
            writer.Write((uint)tensor.Dimensions.Count);
            foreach (var dimension in tensor.Dimensions)
            {
                writer.Write((ulong)dimension);
            }

            writer.Write((uint)tensor.Format);
            writer.Write((ulong)offset);
            offset += (tensor.Data.Length + Alignment - 1) / Alignment * Alignment;
        }
    }

    // GGUF's numbers of the value types.
    static void WriteValue(BinaryWriter writer, object value)
    {
        switch (value)
        {
            case uint number:
                writer.Write(4u);
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
            case string text:
                writer.Write(8u);
                WriteText(writer, text);
                break;
            case IReadOnlyList<string> texts:
                WriteList(writer, 8, texts, text => WriteText(writer, text));
                break;
            case IReadOnlyList<int> numbers:
                WriteList(writer, 5, numbers, writer.Write);
                break;
            default:
                throw new ArgumentException($"{value.GetType().Name} is no type of metadata that is written here.", nameof(value));
        }
    }

    static void WriteList<T>(BinaryWriter writer, uint type, IReadOnlyList<T> items, Action<T> write)
    {
        writer.Write(9u);
        writer.Write(type);
        writer.Write((ulong)items.Count);
        foreach (var item in items)
        {
            write(item);
        }
    }

    static void WriteText(BinaryWriter writer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }

    static void Pad(BinaryWriter writer)
    {
        writer.Flush();
        writer.Write(new byte[(Alignment - (writer.BaseStream.Position % Alignment)) % Alignment]);
    }
}
