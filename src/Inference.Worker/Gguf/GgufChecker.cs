namespace OnPremLlm.Inference.Worker.Gguf;

/// <summary>
/// Reads a model file's header before native code does, because several kinds of damage end the process inside llama.cpp.
/// A file that passes may still be refused by llama.cpp, with an error.
/// </summary>
internal static class GgufChecker
{
    const uint Magic = 0x46554747;
    const uint DefaultAlignment = 32;

    /// <summary>A model in one file.</summary>
    /// <exception cref="GgufException">Anything is missing, cut off, inconsistent or beyond <see cref="GgufLimits"/>.</exception>
    public static GgufModel Check(Stream file) => CheckFirst(file, parts: 1);

    /// <summary>The first of so many files: the one with the metadata.</summary>
    public static GgufModel CheckFirst(Stream file, int parts)
    {
        var (reader, tensors, metadata) = Begin(file);
        var model = GgufMetadata.CheckFirst(metadata, parts);
        return model with { RepackedBytes = CheckTensors(reader, tensors, Alignment(metadata)) };
    }

    /// <summary>A later file of a split model, which holds tensors only. Returns the bytes that a CPU repacks.</summary>
    /// <param name="part">1 and up.</param>
    public static long CheckFurther(Stream file, int part, int parts)
    {
        var (reader, tensors, metadata) = Begin(file);
        GgufMetadata.CheckFurther(metadata, part, parts);
        return CheckTensors(reader, tensors, Alignment(metadata));
    }

    static (GgufReader Reader, int Tensors, Dictionary<string, GgufValue> Metadata) Begin(Stream file)
    {
        file.Position = 0;
        var reader = new GgufReader(file);
        var (tensors, keys) = ReadCounts(reader);
        return (reader, tensors, ReadMetadata(reader, keys));
    }

    static (int Tensors, int Keys) ReadCounts(GgufReader reader)
    {
        if (reader.Length < 24 || reader.ReadUInt32() != Magic)
        {
            throw new GgufException("The model file does not begin with the letters GGUF: it is empty, cut off or of another format.");
        }

        if (reader.ReadUInt32() is not (2 or 3) and var version)
        {
            throw new GgufException($"The model file has GGUF version {version}; versions 2 and 3 (little endian) are supported.");
        }

        return (ReadCount(reader, GgufLimits.Tensors, "tensors"), ReadCount(reader, GgufLimits.Keys, "metadata keys"));
    }

    static int ReadCount(GgufReader reader, int limit, string what)
    {
        var count = reader.ReadUInt64();
        return count <= (ulong)limit ? (int)count : throw new GgufException($"The model file claims {count} {what}; the limit is {limit}.");
    }

    static Dictionary<string, GgufValue> ReadMetadata(GgufReader reader, int count)
    {
        var metadata = new Dictionary<string, GgufValue>(StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            var key = reader.ReadString(GgufLimits.KeyBytes, "A metadata key");
            if (!metadata.TryAdd(key, ReadValue(reader, key)))
            {
                throw new GgufException("A metadata key occurs twice.");
            }
        }

        return metadata;
    }

    static GgufValue ReadValue(GgufReader reader, string key)
    {
        var type = (GgufValueType)reader.ReadUInt32();
        switch (type)
        {
            case GgufValueType.String:
                return new(type, null, reader.ReadString(GgufLimits.StringBytes, "A metadata text"), default, 0);
            case GgufValueType.Array:
                return ReadArray(reader, key);
            case GgufValueType.UInt16:
                return new(type, reader.ReadUInt16(), null, default, 0);
            case GgufValueType.UInt32:
                return new(type, reader.ReadUInt32(), null, default, 0);
            case GgufValueType.Int32:
                return new(type, (int)reader.ReadUInt32(), null, default, 0);
            case GgufValueType.Float32:
                return new(type, null, null, default, 0) { Single = reader.ReadSingle() };
            case GgufValueType.UInt64 or GgufValueType.Int64:
                return new(type, (long)reader.ReadUInt64(), null, default, 0);
            default:
                reader.Skip(GgufValue.SizeOf(type));
                return new(type, null, null, default, 0);
        }
    }

    static GgufValue ReadArray(GgufReader reader, string key)
    {
        var element = (GgufValueType)reader.ReadUInt32();
        var count = ReadCount(reader, GgufLimits.ArrayElements, "elements in one array");
        if (key == GgufMetadata.Tokens && element == GgufValueType.String)
        {
            return new(GgufValueType.Array, null, null, element, count) { Bytes = CheckTokens(reader, count) };
        }

        if (key == GgufMetadata.TokenTypes && element == GgufValueType.Int32)
        {
            return new(GgufValueType.Array, null, null, element, count) { Bytes = ReadByteTypes(reader, count) };
        }

        if (element == GgufValueType.String)
        {
            for (var i = 0; i < count; i++)
            {
                reader.SkipString(GgufLimits.StringBytes, "A text in an array");
            }
        }
        else
        {
            reader.Skip((long)count * GgufValue.SizeOf(element));
        }

        return new(GgufValueType.Array, null, null, element, count);
    }

    // llama.cpp asserts that no token occurs twice. Returns those that are written as a byte.
    static HashSet<int> CheckTokens(GgufReader reader, int count)
    {
        var tokens = new HashSet<string>(count, StringComparer.Ordinal);
        var bytes = new HashSet<int>();
        for (var i = 0; i < count; i++)
        {
            var token = reader.ReadBytes(GgufLimits.StringBytes, "A token");
            if (!tokens.Add(token.Length == 0 ? $"[EMPTY_{i}]" : token))
            {
                throw new GgufException($"Token {i} of the vocabulary occurs twice.");
            }

            if (token is ['<', '0', 'x', var high, var low, '>'] && char.IsAsciiHexDigit(high) && char.IsAsciiHexDigit(low))
            {
                bytes.Add(i);
            }
        }

        return bytes;
    }

    static HashSet<int> ReadByteTypes(GgufReader reader, int count)
    {
        const uint Byte = 6;
        var bytes = new HashSet<int>();
        for (var i = 0; i < count; i++)
        {
            if (reader.ReadUInt32() == Byte)
            {
                bytes.Add(i);
            }
        }

        return bytes;
    }

    static uint Alignment(Dictionary<string, GgufValue> metadata)
    {
        if (!metadata.TryGetValue("general.alignment", out var value))
        {
            return DefaultAlignment;
        }

        return value is { Type: GgufValueType.UInt32, Integer: > 0 and <= GgufLimits.Alignment and var alignment } && (alignment & (alignment - 1)) == 0
            ? (uint)alignment
            : throw new GgufException($"The model file's alignment must be a power of two up to {GgufLimits.Alignment}.");
    }

    static long CheckTensors(GgufReader reader, int count, uint alignment)
    {
        var (ends, repacked) = (UInt128.Zero, UInt128.Zero);
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            if (!names.Add(reader.ReadString(GgufLimits.TensorNameBytes, "A tensor's name")))
            {
                throw new GgufException("A tensor's name occurs twice.");
            }

            var (end, size, type) = ReadTensor(reader, alignment);
            ends = UInt128.Max(ends, end);
            repacked += GgufTensorType.IsRepacked(type) ? size : 0;
        }

        var dataStart = (reader.Position + alignment - 1) / alignment * alignment;
        if (ends + (UInt128)dataStart > (UInt128)reader.Length)
        {
            throw new GgufException($"The model file has {reader.Length} bytes, but its tensors need {ends + (UInt128)dataStart}: it is truncated.");
        }

        return (long)UInt128.Min(repacked, (UInt128)reader.Length); // tensors may overlap; memory for more than the file is not asked for
    }

    static (UInt128 End, UInt128 Size, uint Type) ReadTensor(GgufReader reader, uint alignment)
    {
        var dimensions = reader.ReadUInt32();
        if (dimensions is 0 or > GgufLimits.Dimensions)
        {
            throw new GgufException($"A tensor has {dimensions} dimensions; 1 to {GgufLimits.Dimensions} are allowed.");
        }

        var first = reader.ReadUInt64();
        UInt128 elements = first;
        for (var i = 1; i < dimensions; i++)
        {
            elements = CheckElements(elements) * reader.ReadUInt64();
        }

        elements = CheckElements(elements);
        var type = reader.ReadUInt32();
        var size = GgufTensorType.SizeOf(type, first, elements);
        var offset = reader.ReadUInt64();
        return offset % alignment == 0 ? (size + offset, size, type) : throw new GgufException($"A tensor begins at offset {offset}, which is not a multiple of the alignment {alignment}.");
    }

    // Below 2^63, so that the next product fits 128 bits and native code's 64-bit sizes cannot overflow unseen.
    static UInt128 CheckElements(UInt128 elements) =>
        elements > 0 && elements < (UInt128)long.MaxValue ? elements : throw new GgufException("A tensor has no elements or more than a file can hold.");
}
