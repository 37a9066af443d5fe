using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using OnPremLlm.Training.Network;

namespace OnPremLlm.Training.Optimising;

/// <summary>Adam with decoupled weight decay (Kingma and Ba 2015; Loshchilov and Hutter 2019): β 0.9 and 0.95.</summary>
internal static unsafe class Adam
{
    const float First = .9f;
    const float Second = .95f;
    const float Epsilon = 1e-8f;

    /// <param name="step">Counted from 1.</param>
    /// <param name="kept">What weight decay leaves of the weights.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Step(Weights weights, Floats gradients, OptimiserState state, Parameter parameter, int step, float rate, float kept)
    {
        float* w = weights.All.Start + parameter.Offset, g = gradients.Start + parameter.Offset;
        float* first = state.First.Start + parameter.Offset, second = state.Second.Start + parameter.Offset;
        var size = rate / (1 - MathF.Pow(First, step));
        var spread = 1 / MathF.Sqrt(1 - MathF.Pow(Second, step));
        for (long i = 0; i < parameter.Length; i += Vectors.Width)
        {
            var gradient = Vector512.Load(g + i);
            var mean = (Vector512.Load(first + i) * First) + (gradient * (1 - First));
            var square = (Vector512.Load(second + i) * Second) + (gradient * gradient * (1 - Second));
            Vector512.Store(mean, first + i);
            Vector512.Store(square, second + i);
            var change = mean * size / ((Vector512.Sqrt(square) * spread) + Vector512.Create(Epsilon));
            Vector512.Store((Vector512.Load(w + i) * kept) - change, w + i);
        }
    }
}
