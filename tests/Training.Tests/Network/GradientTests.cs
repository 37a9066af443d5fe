using OnPremLlm.Training.Examples;
using OnPremLlm.Training.Network;
using OnPremLlm.Training.Tests.Support;
using OnPremLlm.Training.Visits;

namespace OnPremLlm.Training.Tests.Network;

/// <summary>Loss and gradients of the fast network against a plain one in double precision.</summary>
public sealed class GradientTests
{
    static readonly LossWeights _per = new(.01f, .004f);
    static readonly ModelShape _heads = new() { Dim = 64, Layers = 2, Heads = 2, FeedForward = 96, Vocabulary = 64 };

    // Blocks of queries and keys that are full, begun and exactly ended.
    public static TheoryData<int, int, int, int[]> Cases => new()
    {
        { 64, 2, 150, [5, 3, 40, 31, 1, 1] },
        { 64, 1, 33, [60, 9, 8, 8] },
        { 64, 2, 0, [7, 60, 1, 2] },
        { 32, 1, 128, [] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Loss_and_gradient_of_every_tensor_are_those_of_the_plain_network(int dim, int heads, int prefix, int[] branches)
    {
        var shape = _heads with { Dim = dim, Heads = heads };
        var example = RandomExamples.Of(3, shape.Vocabulary, prefix, [.. branches.Chunk(2).Select(lengths => (lengths[0], lengths[1]))]);
        var weights = ScatteredWeights.Of(shape);
        var pass = new Pass(weights);
        var losses = pass.Learn(new(example, shape), _per);
        double[] at = [.. weights.All.Span.ToArray().Select(weight => (double)weight)];

        var expected = new ReferenceModel(weights.Layout, at).Loss(example, _per);
        Assert.Equal(expected, (losses.Answer * _per.PerAnswerToken) + (losses.Prefix * _per.PerPrefixToken), expected * 1e-5);
        foreach (var parameter in weights.Layout.Parameters)
        {
            var gradient = pass.Gradients.Span.Slice((int)parameter.Offset, (int)parameter.Length).ToArray();
            AssertAlong(gradient, parameter, weights.Layout, at, example);
            AssertAlong(RandomSigns(gradient.Length), parameter, weights.Layout, at, example, gradient);
        }
    }

    [Fact]
    public void Gradients_add_up_over_examples()
    {
        var weights = ScatteredWeights.Of(_heads);
        Example[] examples = [RandomExamples.Of(1, 64, 40, (3, 4)), RandomExamples.Of(2, 64, 70, (9, 2), (2, 5))];
        var together = new Pass(weights);
        var sums = new float[together.Gradients.Length];
        foreach (var example in examples)
        {
            together.Learn(new(example, _heads), _per);
            var alone = new Pass(weights);
            alone.Learn(new(example, _heads), _per);
            for (var i = 0; i < sums.Length; i++)
            {
                sums[i] += alone.Gradients.Span[i];
            }
        }

        Assert.All(Enumerable.Range(0, sums.Length), i => Assert.Equal(sums[i], together.Gradients.Span[i], 1e-6f));
    }

    static float[] RandomSigns(int length)
    {
        var dice = new Dice(7);
        return [.. Enumerable.Range(0, length).Select(_ => dice.Chance(.5) ? 1f : -1f)];
    }

    static void AssertAlong(float[] direction, Parameter parameter, WeightLayout layout, double[] at, Example example, float[]? gradient = null)
    {
        var length = Math.Sqrt(direction.Sum(value => (double)value * value));
        var expected = direction.Zip(gradient ?? direction, (d, g) => (double)d * g).Sum() / length;
        const double Step = 1e-4;
        double Loss(double step)
        {
            var moved = at.ToArray();
            for (var i = 0; i < direction.Length; i++)
            {
                moved[parameter.Offset + i] += step * direction[i] / length;
            }

            return new ReferenceModel(layout, moved).Loss(example, _per);
        }

        var slope = (Loss(Step) - Loss(-Step)) / (2 * Step);
        var size = Math.Sqrt((gradient ?? direction).Sum(value => (double)value * value));
        Assert.True(size > 0, $"{parameter.Name} gets no gradient.");
        Assert.True(Math.Abs(slope - expected) < size * 2e-4, $"{parameter.Name}: slope {slope:E4}, gradient {expected:E4} of length {size:E4}.");
    }
}
