using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace OnPremLlm.Training.Exporting;

/// <summary>Weights as ggml stores them.</summary>
internal static class TensorEncoder
{
    const int BlockWeights = 32;
    const int BlockBytes = 34;

    /// <param name="weights">Row-major; for q8_0 rows of a multiple of 32.</param>
    public static byte[] Encode(ReadOnlySpan<float> weights, WeightFormat format) => format switch
    {
        WeightFormat.F32 => MemoryMarshal.AsBytes(weights).ToArray(),
        WeightFormat.F16 => Halves(weights),
        WeightFormat.Q8 => Blocks(weights),
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };

    static byte[] Halves(ReadOnlySpan<float> weights)
    {
        var bytes = new byte[weights.Length * 2];
        for (var i = 0; i < weights.Length; i++)
        {
            BinaryPrimitives.WriteHalfLittleEndian(bytes.AsSpan(i * 2), (Half)weights[i]);
        }

        return bytes;
    }

    static byte[] Blocks(ReadOnlySpan<float> weights)
    {
        var bytes = new byte[weights.Length / BlockWeights * BlockBytes];
        for (var block = 0; block * BlockWeights < weights.Length; block++)
        {
            WriteBlock(weights.Slice(block * BlockWeights, BlockWeights), bytes.AsSpan(block * BlockBytes, BlockBytes));
        }

        return bytes;
    }

    // q8_0: the scale of the greatest, then each weight in steps of it.
    static void WriteBlock(ReadOnlySpan<float> weights, Span<byte> bytes)
    {
        var greatest = 0f;
        foreach (var weight in weights)
        {
            greatest = MathF.Max(greatest, MathF.Abs(weight));
        }

        var scale = greatest / sbyte.MaxValue;
        BinaryPrimitives.WriteHalfLittleEndian(bytes, (Half)scale);
        for (var i = 0; i < weights.Length; i++)
        {
            bytes[2 + i] = scale == 0 ? (byte)0 : (byte)(sbyte)Math.Clamp(MathF.Round(weights[i] / scale), -sbyte.MaxValue, sbyte.MaxValue);
        }
    }
}
