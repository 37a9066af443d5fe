using System.Collections.Frozen;

namespace OnPremLlm.Inference.Worker.Gguf;

/// <summary>How many bytes a block of how many elements takes, by ggml type (ggml.h of the pinned release; retired numbers are absent).</summary>
internal static class GgufTensorType
{
    static readonly FrozenDictionary<uint, (int Elements, int Bytes)> blocks = new Dictionary<uint, (int, int)>
    {
        [0] = (1, 4), // F32
        [1] = (1, 2), // F16
        [2] = (32, 18), // Q4_0
        [3] = (32, 20), // Q4_1
        [6] = (32, 22), // Q5_0
        [7] = (32, 24), // Q5_1
        [8] = (32, 34), // Q8_0
        [9] = (32, 36), // Q8_1
        [10] = (256, 84), // Q2_K
        [11] = (256, 110), // Q3_K
        [12] = (256, 144), // Q4_K
        [13] = (256, 176), // Q5_K
        [14] = (256, 210), // Q6_K
        [15] = (256, 292), // Q8_K
        [16] = (256, 66), // IQ2_XXS
        [17] = (256, 74), // IQ2_XS
        [18] = (256, 98), // IQ3_XXS
        [19] = (256, 50), // IQ1_S
        [20] = (32, 18), // IQ4_NL
        [21] = (256, 110), // IQ3_S
        [22] = (256, 82), // IQ2_S
        [23] = (256, 136), // IQ4_XS
        [24] = (1, 1), // I8
        [25] = (1, 2), // I16
        [26] = (1, 4), // I32
        [27] = (1, 8), // I64
        [28] = (1, 8), // F64
        [29] = (256, 56), // IQ1_M
        [30] = (1, 2), // BF16
        [34] = (256, 54), // TQ1_0
        [35] = (256, 66), // TQ2_0
        [39] = (32, 17), // MXFP4
    }.ToFrozenDictionary();

    /// <summary>Q4_0, Q2_K, Q4_K and IQ4_NL are kept again in an order that suits the CPU's vectors.</summary>
    public static bool IsRepacked(uint type) => type is 2 or 10 or 12 or 20;

    /// <summary>Bytes of a tensor; its first dimension must be whole blocks.</summary>
    public static UInt128 SizeOf(uint type, ulong firstDimension, UInt128 elements)
    {
        if (!blocks.TryGetValue(type, out var block))
        {
            throw new GgufException($"A tensor has the type {type}, which the pinned llama.cpp does not know.");
        }

        return firstDimension % (ulong)block.Elements == 0
            ? elements / (ulong)block.Elements * (ulong)block.Bytes
            : throw new GgufException($"A tensor of type {type} has rows of {firstDimension} elements; they must be a multiple of {block.Elements}.");
    }
}
