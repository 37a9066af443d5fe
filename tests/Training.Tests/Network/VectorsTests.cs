using System.Runtime.Intrinsics;
using OnPremLlm.Training.Network;
using OnPremLlm.Training.Visits;

namespace OnPremLlm.Training.Tests.Network;

/// <summary>The exponential and the products of matrices, against plain ones.</summary>
public sealed unsafe class VectorsTests
{
    [Fact]
    public void Powers_of_two_are_right_to_single_precision()
    {
        for (var x = -125.9; x < 126; x += .0137)
        {
            Assert.Equal(1, Vectors.Exp2(Vector512.Create((float)x))[3] / Math.Pow(2, (float)x), 4e-7);
        }

        Assert.All([-126f, -127, -1e30f, float.NegativeInfinity], x => Assert.Equal(0, Vectors.Exp2(Vector512.Create(x))[0]));
        Assert.Equal(1, Vectors.Exp(Vector512.Create(1f))[15] / Math.E, 1e-6);
    }

    [Theory]
    [InlineData(8, 32, 32)]
    [InlineData(200, 64, 96)]
    [InlineData(392, 96, 64)]
    public void Products_are_those_of_the_plain_sum(int m, int n, int k)
    {
        Floats a = Random(m * k, 1), b = Random(k * n, 2), c = Random(m * n, 3), panels = new(k * n), d = Random(k * n, 4), scratch = new(Product.TransposedScratch(n));
        double[] before = [.. c.Span.ToArray().Select(value => (double)value)], gradient = [.. d.Span.ToArray().Select(value => (double)value)];
        Product.Pack(b.Start, n, k, n, panels.Start);
        Product.Multiply(a.Start, k, panels.Start, c.Start, n, m, n, k, add: true);
        Assert.All(Enumerable.Range(0, m * n), i => Assert.Equal(before[i] + Enumerable.Range(0, k).Sum(j => (double)a.Span[(i / n * k) + j] * b.Span[(j * n) + (i % n)]), c.Span[i], 1e-4));

        // d[k, n] += aᵀ c.
        Product.AddTransposed(a.Start, k, c.Start, n, d.Start, m, scratch.Start);
        Assert.All(Enumerable.Range(0, k * n), i => Assert.Equal(gradient[i] + Enumerable.Range(0, m).Sum(j => (double)a.Span[(j * k) + (i / n)] * c.Span[(j * n) + (i % n)]), d.Span[i], 1e-2));
    }

    [Fact]
    public void A_symmetric_product_is_whole()
    {
        const int N = 64, K = 96;
        Floats a = Random(N * K, 1), panels = new(N * K), half = new(N * N), whole = new(N * N);
        Product.PackTransposed(a.Start, K, N, K, panels.Start);
        Product.MultiplySymmetric(a.Start, panels.Start, half.Start, N, K);
        Product.Multiply(a.Start, K, panels.Start, whole.Start, N, N, N, K, add: false);
        Assert.All(Enumerable.Range(0, N * N), i => Assert.Equal(whole.Span[i], half.Span[i], 1e-5f));
    }

    static Floats Random(int length, ulong seed)
    {
        var floats = new Floats(length);
        var dice = new Dice(seed);
        foreach (ref var value in floats.Span)
        {
            value = (float)((dice.Next() * 2) - 1);
        }

        return floats;
    }
}
