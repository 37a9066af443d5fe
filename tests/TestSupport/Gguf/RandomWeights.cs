using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace OnPremLlm.TestSupport.Gguf;

/// <summary>Tensors of random numbers that are the same for a seed.</summary>
internal sealed class RandomWeights(ulong seed, WeightType type)
{
    const int BlockElements = 32, BlockBytes = 34;
    ulong state = seed;

    public GgufTensor Matrix(string name, int columns, int rows)
    {
        // Variance 1 / columns keeps activations near 1.
        var spread = MathF.Sqrt(3f / columns);
        var elements = (long)columns * rows;
        return type == WeightType.F32
            ? new(name, [(ulong)columns, (ulong)rows], 0, elements * sizeof(float), data => FillFloats(data, spread))
            : new(name, [(ulong)columns, (ulong)rows], 8, elements / BlockElements * BlockBytes, data => FillBlocks(data, spread / 127));
    }

    public static GgufTensor Ones(string name, int columns) => new(name, [(ulong)columns], 0, columns * sizeof(float), data => MemoryMarshal.Cast<byte, float>(data).Fill(1));

    void FillFloats(Span<byte> data, float spread)
    {
        foreach (ref var weight in MemoryMarshal.Cast<byte, float>(data))
        {
            weight = ((Next() >> 40) / (float)(1 << 23) - 1) * spread;
        }
    }

    void FillBlocks(Span<byte> data, float scale)
    {
        for (; data.Length > 0; data = data[BlockBytes..])
        {
            BinaryPrimitives.WriteHalfLittleEndian(data, (Half)scale);
            for (var i = 2; i < BlockBytes; i += sizeof(ulong))
            {
                BinaryPrimitives.WriteUInt64LittleEndian(data[i..], Next());
            }
        }
    }

    // SplitMix64.
    ulong Next()
    {
        var mixed = state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
