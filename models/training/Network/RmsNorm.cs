using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OnPremLlm.Training.Network;

/// <summary>Root-mean-square normalisation of rows: y = x w / sqrt(mean(x²) + 1e-5).</summary>
internal static unsafe class RmsNorm
{
    /// <summary>x and y are [rows, dim], w is [dim]; one factor per row is kept in <paramref name="scales"/> for the way back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(float* x, float* w, float* y, float* scales, int rows, int dim)
    {
        for (var row = 0; row < rows; row++, x += dim, y += dim)
        {
            var scale = scales[row] = 1 / MathF.Sqrt((Vectors.Dot(x, x, dim) / dim) + ModelShape.NormEpsilon);
            for (var i = 0; i < dim; i += Vectors.Width)
            {
                Vector512.Store(Vector512.Load(x + i) * scale * Vector512.Load(w + i), y + i);
            }
        }
    }

    /// <summary>Adds to <paramref name="dx"/> and <paramref name="dw"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(float* x, float* w, float* scales, float* dy, float* dx, float* dw, int rows, int dim)
    {
        for (var row = 0; row < rows; row++, x += dim, dy += dim, dx += dim)
        {
            var scale = scales[row];
            var sum = Vector512<float>.Zero;
            for (var i = 0; i < dim; i += Vectors.Width)
            {
                var weighted = Vector512.Load(dy + i) * Vector512.Load(x + i);
                sum += weighted * Vector512.Load(w + i);
                Vector512.Store(Vector512.Load(dw + i) + (weighted * scale), dw + i);
            }

            var along = Vector512.Sum(sum) * scale * scale * scale / dim;
            for (var i = 0; i < dim; i += Vectors.Width)
            {
                var direct = Vector512.Load(dy + i) * Vector512.Load(w + i) * scale;
                Vector512.Store(Vector512.Load(dx + i) + direct - (Vector512.Load(x + i) * along), dx + i);
            }
        }
    }
}
