using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OnPremLlm.Training.Network;

/// <summary>Rows of attention scores in powers of two: p = 2^(s - l), where l is the logarithm of the sum of all 2^s.</summary>
internal static unsafe class Softmax
{
    /// <summary>The greatest of the first <paramref name="count"/> scores, or <paramref name="otherwise"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Greatest(float* s, int count, float otherwise)
    {
        var greatest = Vector512.Create(otherwise);
        for (var i = 0; i < count; i += Vectors.Width)
        {
            var score = Vector512.Load(s + i);
            score = i + Vectors.Width <= count ? score : Vector512.ConditionalSelect(Vectors.Below(count - i), score, greatest);
            greatest = Vector512.MaxNative(greatest, score);
        }

        var half = Vector256.Max(greatest.GetLower(), greatest.GetUpper());
        var quarter = Vector128.Max(half.GetLower(), half.GetUpper());
        return MathF.Max(MathF.Max(quarter[0], quarter[1]), MathF.Max(quarter[2], quarter[3]));
    }

    /// <summary>Replaces each s by 2^(s - l), and those from <paramref name="count"/> to <paramref name="width"/> by 0; returns the sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Exponentiate(float* s, int count, int width, float l)
    {
        var sum = Vector512<float>.Zero;
        for (var i = 0; i < width; i += Vectors.Width)
        {
            var p = Vectors.Exp2(Vector512.Load(s + i) - Vector512.Create(l));
            p = i + Vectors.Width <= count ? p : p & Vectors.Below(count - i);
            sum += p;
            Vector512.Store(p, s + i);
        }

        return Vector512.Sum(sum);
    }

    /// <summary>s becomes p, as above, and d, the gradient of p, becomes that of s: p (d - delta).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(float* s, float* d, int count, int width, float l, float delta)
    {
        for (var i = 0; i < width; i += Vectors.Width)
        {
            var p = Vectors.Exp2(Vector512.Load(s + i) - Vector512.Create(l));
            p = i + Vectors.Width <= count ? p : p & Vectors.Below(count - i);
            Vector512.Store(p, s + i);
            Vector512.Store(p * (Vector512.Load(d + i) - Vector512.Create(delta)), d + i);
        }
    }
}
