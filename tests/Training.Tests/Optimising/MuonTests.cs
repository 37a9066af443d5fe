using OnPremLlm.Training.Network;
using OnPremLlm.Training.Optimising;
using OnPremLlm.Training.Visits;

namespace OnPremLlm.Training.Tests.Optimising;

/// <summary>What Muon does to a matrix.</summary>
public sealed class MuonTests
{
    [Theory]
    [InlineData("blk.0.attn_q.weight")]
    [InlineData("blk.0.ffn_down.weight")]
    [InlineData("blk.0.ffn_up.weight")]
    public void The_change_of_a_matrix_is_nearly_orthogonal_and_goes_down_the_gradient(string name)
    {
        var weights = new Weights(new() { Dim = 32, Layers = 1, Heads = 1, FeedForward = 64, Vocabulary = 32 }, 1);
        var parameter = weights.Layout.Parameters.Single(parameter => parameter.Name == name);
        var range = (int)parameter.Offset..(int)(parameter.Offset + parameter.Length);
        var gradients = new Floats(weights.Layout.Length);
        var dice = new Dice(2);
        foreach (ref var gradient in gradients.Span)
        {
            gradient = (float)(dice.Next() - .5);
        }

        var before = weights.All.Span[range].ToArray();
        new Muon().Step(weights, gradients, new(weights.Layout.Length), parameter, rate: 1, kept: 1);
        var change = weights.All.Span[range].ToArray().Zip(before, (now, then) => (double)now - then).ToArray();

        var scale = Math.Sqrt(Math.Max(1, (double)parameter.Rows / parameter.Columns));
        // Singular values between about 0.7 and 1.2: their squares add up to the length of the short side, give or take.
        Assert.InRange(change.Sum(value => value * value) / (scale * scale) / Math.Min(parameter.Rows, parameter.Columns), .5, 1.3);
        Assert.True(change.Zip(gradients.Span[range].ToArray(), (c, g) => c * g).Sum() < 0);
        Assert.InRange(LongestProduct(change, parameter) / scale, .5, 1.35);
    }

    // The greatest singular value, by twenty rounds of the power method.
    static double LongestProduct(double[] matrix, Parameter parameter)
    {
        var x = Enumerable.Repeat(1.0, parameter.Columns).ToArray();
        var value = 0.0;
        for (var round = 0; round < 20; round++)
        {
            var y = Enumerable.Range(0, parameter.Rows).Select(row => x.Select((number, column) => number * matrix[(row * parameter.Columns) + column]).Sum()).ToArray();
            var back = Enumerable.Range(0, parameter.Columns).Select(column => y.Select((number, row) => number * matrix[(row * parameter.Columns) + column]).Sum()).ToArray();
            value = Math.Sqrt(Math.Sqrt(back.Sum(number => number * number)));
            x = [.. back.Select(number => number / value / value)];
        }

        return value;
    }
}
