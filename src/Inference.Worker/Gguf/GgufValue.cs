namespace OnPremLlm.Inference.Worker.Gguf;

/// <summary>Value types of GGUF metadata.</summary>
internal enum GgufValueType : uint
{
    UInt8 = 0,
    Int8 = 1,
    UInt16 = 2,
    Int16 = 3,
    UInt32 = 4,
    Int32 = 5,
    Float32 = 6,
    Bool = 7,
    String = 8,
    Array = 9,
    UInt64 = 10,
    Int64 = 11,
    Float64 = 12,
}

/// <summary>One metadata value: an integer (other numbers and bools count as absent), a text, or the element type and count of an array.</summary>
internal readonly record struct GgufValue(GgufValueType Type, long? Integer, string? Text, GgufValueType ElementType, long Count)
{
    /// <summary>Of the vocabulary: which tokens are written as a byte (&lt;0x00&gt; to &lt;0xFF&gt;). Of the types of its tokens: which are said to be bytes.</summary>
    public HashSet<int>? Bytes { get; init; }

    /// <summary>Of type Float32.</summary>
    public float? Single { get; init; }

    public static int SizeOf(GgufValueType type) => type switch
    {
        GgufValueType.UInt8 or GgufValueType.Int8 or GgufValueType.Bool => 1,
        GgufValueType.UInt16 or GgufValueType.Int16 => 2,
        GgufValueType.UInt32 or GgufValueType.Int32 or GgufValueType.Float32 => 4,
        GgufValueType.UInt64 or GgufValueType.Int64 or GgufValueType.Float64 => 8,
        GgufValueType.String or GgufValueType.Array => throw new GgufException("Metadata holds an array of arrays, which GGUF does not allow."),
        _ => throw new GgufException($"Metadata has the unknown value type {(uint)type}; types 0 to 12 are known."),
    };
}
