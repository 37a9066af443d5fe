using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OnPremLlm.Training.Network;

/// <summary>
/// C[8, 32] = A[8, k] B[k, 32], or C += A B, in single precision. The 16 accumulators stay in registers where the processor has AVX-512; elsewhere
/// .NET splits the vectors and the same code is right but slow. B's 32 columns are neighbours, its rows follow each other.
/// </summary>
internal static unsafe class Tile
{
    public const int Rows = 8;
    public const int Columns = 32;
    const int Half = 16;

    /// <summary>A is row-major with rows <paramref name="lda"/> apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OfRows(float* a, int lda, float* b, float* c, int ldc, int k, bool add)
    {
        float* a0 = a, a1 = a0 + lda, a2 = a1 + lda, a3 = a2 + lda, a4 = a3 + lda, a5 = a4 + lda, a6 = a5 + lda, a7 = a6 + lda;
        Vector512<float> c0, d0, c1, d1, c2, d2, c3, d3, c4, d4, c5, d5, c6, d6, c7, d7;
        c0 = d0 = c1 = d1 = c2 = d2 = c3 = d3 = c4 = d4 = c5 = d5 = c6 = d6 = c7 = d7 = Vector512<float>.Zero;
        for (nint i = 0; i < k; i++, b += Columns)
        {
            Vector512<float> left = Vector512.Load(b), right = Vector512.Load(b + Half);
            Row(a0[i], left, right, ref c0, ref d0);
            Row(a1[i], left, right, ref c1, ref d1);
            Row(a2[i], left, right, ref c2, ref d2);
            Row(a3[i], left, right, ref c3, ref d3);
            Row(a4[i], left, right, ref c4, ref d4);
            Row(a5[i], left, right, ref c5, ref d5);
            Row(a6[i], left, right, ref c6, ref d6);
            Row(a7[i], left, right, ref c7, ref d7);
        }

        Store(c, c0, d0, add);
        Store(c += ldc, c1, d1, add);
        Store(c += ldc, c2, d2, add);
        Store(c += ldc, c3, d3, add);
        Store(c += ldc, c4, d4, add);
        Store(c += ldc, c5, d5, add);
        Store(c += ldc, c6, d6, add);
        Store(c + ldc, c7, d7, add);
    }

    /// <summary>A is column-major: its eight rows are neighbours, columns are <paramref name="lda"/> apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OfColumns(float* a, int lda, float* b, float* c, int ldc, int k, bool add)
    {
        Vector512<float> c0, d0, c1, d1, c2, d2, c3, d3, c4, d4, c5, d5, c6, d6, c7, d7;
        c0 = d0 = c1 = d1 = c2 = d2 = c3 = d3 = c4 = d4 = c5 = d5 = c6 = d6 = c7 = d7 = Vector512<float>.Zero;
        for (nint i = 0; i < k; i++, b += Columns, a += lda)
        {
            Vector512<float> left = Vector512.Load(b), right = Vector512.Load(b + Half);
            Row(a[0], left, right, ref c0, ref d0);
            Row(a[1], left, right, ref c1, ref d1);
            Row(a[2], left, right, ref c2, ref d2);
            Row(a[3], left, right, ref c3, ref d3);
            Row(a[4], left, right, ref c4, ref d4);
            Row(a[5], left, right, ref c5, ref d5);
            Row(a[6], left, right, ref c6, ref d6);
            Row(a[7], left, right, ref c7, ref d7);
        }

        Store(c, c0, d0, add);
        Store(c += ldc, c1, d1, add);
        Store(c += ldc, c2, d2, add);
        Store(c += ldc, c3, d3, add);
        Store(c += ldc, c4, d4, add);
        Store(c += ldc, c5, d5, add);
        Store(c += ldc, c6, d6, add);
        Store(c + ldc, c7, d7, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Row(float a, Vector512<float> left, Vector512<float> right, ref Vector512<float> c, ref Vector512<float> d)
    {
        var all = Vector512.Create(a);
        c = Vector512.FusedMultiplyAdd(all, left, c);
        d = Vector512.FusedMultiplyAdd(all, right, d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Store(float* to, Vector512<float> left, Vector512<float> right, bool add)
    {
        if (add)
        {
            left += Vector512.Load(to);
            right += Vector512.Load(to + Half);
        }

        Vector512.Store(left, to);
        Vector512.Store(right, to + Half);
    }
}
