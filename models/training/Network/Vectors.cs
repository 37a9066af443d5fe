using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OnPremLlm.Training.Network;

/// <summary>Sixteen numbers at a time. Lengths are multiples of 16.</summary>
internal static unsafe class Vectors
{
    public const int Width = 16;
    const float Rounding = 3 << 22;

    /// <summary>2^x to about 2e-7 of its value; exactly 0 at and below -126, where single precision thins out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp2(Vector512<float> x)
    {
        var least = Vector512.Create(-126f);
        var inside = Vector512.MinNative(Vector512.MaxNative(x, least), Vector512.Create(126f));
        // So large a number has no places after the point: adding it rounds, and leaves the whole part in the lowest bits.
        var shifted = inside + Vector512.Create(Rounding);
        var part = inside - (shifted - Vector512.Create(Rounding));

        // The series of 2^part, for |part| up to one half.
        var power = Vector512.Create(1.5403530e-4f);
        power = Vector512.FusedMultiplyAdd(power, part, Vector512.Create(1.3333558e-3f));
        power = Vector512.FusedMultiplyAdd(power, part, Vector512.Create(9.6181291e-3f));
        power = Vector512.FusedMultiplyAdd(power, part, Vector512.Create(5.5504109e-2f));
        power = Vector512.FusedMultiplyAdd(power, part, Vector512.Create(2.4022651e-1f));
        power = Vector512.FusedMultiplyAdd(power, part, Vector512.Create(6.9314718e-1f));
        power = Vector512.FusedMultiplyAdd(power, part, Vector512<float>.One);
        var scaled = (power.AsInt32() + (shifted.AsInt32() << 23)).AsSingle();
        return Vector512.ConditionalSelect(Vector512.GreaterThan(x, least), scaled, Vector512<float>.Zero);
    }

    /// <summary>e^x; see <see cref="Exp2"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp(Vector512<float> x) => Exp2(x * Vector512.Create(1.4426950f));

    /// <summary>All ones in the places below <paramref name="count"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Below(int count) => Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(count)).AsSingle();

    public static void Copy(float* from, float* to, long length) => Buffer.MemoryCopy(from, to, length * sizeof(float), length * sizeof(float));

    public static void Clear(float* to, long length) => new Span<float>(to, checked((int)length)).Clear();

    /// <summary>to += from.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(float* to, float* from, long length)
    {
        for (long i = 0; i < length; i += Width)
        {
            Vector512.Store(Vector512.Load(to + i) + Vector512.Load(from + i), to + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Dot(float* a, float* b, int length)
    {
        var sum = Vector512<float>.Zero;
        for (var i = 0; i < length; i += Width)
        {
            sum = Vector512.FusedMultiplyAdd(Vector512.Load(a + i), Vector512.Load(b + i), sum);
        }

        return Vector512.Sum(sum);
    }
}
