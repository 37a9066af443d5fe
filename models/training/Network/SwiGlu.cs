using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OnPremLlm.Training.Network;

/// <summary>a = gate sigmoid(gate) up, where each row of [rows, 2 width] holds gate, then up.</summary>
internal static unsafe class SwiGlu
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(float* gateUp, float* a, int rows, int width)
    {
        for (var row = 0; row < rows; row++, gateUp += 2 * width, a += width)
        {
            for (var i = 0; i < width; i += Vectors.Width)
            {
                var gate = Vector512.Load(gateUp + i);
                Vector512.Store(gate * Sigmoid(gate) * Vector512.Load(gateUp + width + i), a + i);
            }
        }
    }

    /// <summary>Writes the gradient of gate and up, [rows, 2 width].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(float* gateUp, float* da, float* dGateUp, int rows, int width)
    {
        for (var row = 0; row < rows; row++, gateUp += 2 * width, da += width, dGateUp += 2 * width)
        {
            for (var i = 0; i < width; i += Vectors.Width)
            {
                Vector512<float> gate = Vector512.Load(gateUp + i), up = Vector512.Load(gateUp + width + i), d = Vector512.Load(da + i);
                var s = Sigmoid(gate);
                Vector512.Store(d * up * s * (Vector512<float>.One + (gate * (Vector512<float>.One - s))), dGateUp + i);
                Vector512.Store(d * gate * s, dGateUp + width + i);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> Sigmoid(Vector512<float> x) => Vector512<float>.One / (Vector512<float>.One + Vectors.Exp(-x));
}
