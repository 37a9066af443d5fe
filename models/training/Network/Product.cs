using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OnPremLlm.Training.Network;

/// <summary>
/// Products of row-major matrices in tiles. A packed matrix lies in panels of 32 columns: panel, row, column. Rows are multiples of 8 and columns
/// of 32 throughout.
/// </summary>
internal static unsafe class Product
{
    /// <summary>Rows of A that stay in cache while all of B passes.</summary>
    const int RowBlock = 192;

    /// <summary>Rows that <see cref="AddTransposed"/> sums before it goes to the next: their packed copies stay in cache.</summary>
    const int SumBlock = 192;

    /// <summary>Packs B[rows, columns], its rows <paramref name="ld"/> apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack(float* b, int ld, int rows, int columns, float* panels)
    {
        for (var n = 0; n < columns; n += Tile.Columns)
        {
            for (var k = 0; k < rows; k++, panels += Tile.Columns)
            {
                var from = b + ((long)k * ld) + n;
                Vector512.Store(Vector512.Load(from), panels);
                Vector512.Store(Vector512.Load(from + 16), panels + 16);
            }
        }
    }

    /// <summary>Packs the transpose of B[columns, rows], its rows <paramref name="ld"/> apart: the panels are of B's rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PackTransposed(float* b, int ld, int columns, int rows, float* panels)
    {
        for (var n = 0; n < columns; n += Tile.Columns, panels += Tile.Columns * rows)
        {
            for (var j = 0; j < Tile.Columns; j++)
            {
                var from = b + ((long)(n + j) * ld);
                for (var k = 0; k < rows; k++)
                {
                    panels[(k * Tile.Columns) + j] = from[k];
                }
            }
        }
    }

    /// <summary>C[m, n] = A[m, k] B[k, n], or C += A B. B is packed.</summary>
    public static void Multiply(float* a, int lda, float* panels, float* c, int ldc, int m, int n, int k, bool add)
    {
        for (var first = 0; first < m; first += RowBlock)
        {
            var end = Math.Min(m, first + RowBlock);
            for (var column = 0; column < n; column += Tile.Columns)
            {
                for (var row = first; row < end; row += Tile.Rows)
                {
                    Tile.OfRows(a + ((long)row * lda), lda, panels + ((long)column * k), c + ((long)row * ldc) + column, ldc, k, add);
                }
            }
        }
    }

    /// <summary>C[n, n] = A[n, k] B[k, n], of which is known that it is symmetric: half of it is computed, half copied. B is packed.</summary>
    public static void MultiplySymmetric(float* a, float* panels, float* c, int n, int k)
    {
        for (var column = 0; column < n; column += Tile.Columns)
        {
            for (var row = 0; row < column + Tile.Columns; row += Tile.Rows)
            {
                Tile.OfRows(a + ((long)row * k), k, panels + ((long)column * k), c + ((long)row * n) + column, n, k, add: false);
            }
        }

        for (var row = 0; row < n; row++)
        {
            for (var column = 0; column < row; column++)
            {
                c[((long)row * n) + column] = c[((long)column * n) + row];
            }
        }
    }

    /// <summary>C[m, n] += the transpose of A[k, m], times B[k, n]: how the gradient of a matrix is summed over k positions. C's rows follow each other.</summary>
    /// <param name="scratch">At least <see cref="TransposedScratch"/> floats.</param>
    public static void AddTransposed(float* a, int m, float* b, int n, float* c, int k, float* scratch)
    {
        for (var first = 0; first < k; first += SumBlock)
        {
            var count = Math.Min(SumBlock, k - first);
            float* panels = scratch, slice = scratch + ((long)count * n);
            Pack(b + ((long)first * n), n, count, n, panels);
            for (var row = 0; row < m; row += Tile.Rows)
            {
                Slice(a + ((long)first * m) + row, m, count, slice);
                for (var column = 0; column < n; column += Tile.Columns)
                {
                    Tile.OfColumns(slice, Tile.Rows, panels + ((long)column * count), c + ((long)row * n) + column, n, count, add: true);
                }
            }
        }
    }

    public static long TransposedScratch(int n) => SumBlock * (long)(n + Tile.Rows);

    // Eight neighbouring columns of a row-major matrix, one row after the other.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Slice(float* a, int lda, int rows, float* slice)
    {
        for (var k = 0; k < rows; k++, a += lda, slice += Tile.Rows)
        {
            Vector256.Store(Vector256.Load(a), slice);
        }
    }
}
