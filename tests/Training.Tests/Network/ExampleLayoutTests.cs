using OnPremLlm.Training.Examples;
using OnPremLlm.Training.Network;
using OnPremLlm.Training.Tests.Support;

namespace OnPremLlm.Training.Tests.Network;

/// <summary>Where the tokens of an example lie, and what is refused.</summary>
public sealed class ExampleLayoutTests
{
    static readonly ModelShape _shape = new() { Dim = 32, Heads = 1, Layers = 1, FeedForward = 32, Vocabulary = 64 };

    [Fact]
    public void Each_branch_goes_on_from_the_end_of_the_prefix()
    {
        var layout = new ExampleLayout(new([10, 11, 12], [new([20, 21], [22, 23]), new([30], [31])]), _shape);
        Assert.Equal([10, 11, 12, 20, 21, 22, 30], layout.Tokens);
        Assert.Equal([0, 1, 2, 3, 4, 5, 3], layout.Positions);
        Assert.Equal([new Target(4, 22), new Target(5, 23), new Target(6, 31)], layout.AnswerTargets);
        Assert.Equal([new Target(0, 11), new Target(1, 12)], layout.PrefixTargets);
        Assert.Equal((7, 8, 96), (layout.Count, layout.Rows, layout.Places));
    }

    [Fact]
    public void A_share_of_the_prefix_is_another_one_each_step_and_all_of_it_in_the_end()
    {
        var example = RandomExamples.Of(1, 64, 50, (1, 1));
        var rows = Enumerable.Range(5, 4).Select(step => new ExampleLayout(example, _shape, new(4, step)).PrefixTargets.Select(target => target.Row).ToList()).ToList();
        Assert.All(rows, share => Assert.InRange(share.Count, 12, 13));
        Assert.Equal(Enumerable.Range(0, 49), rows.SelectMany(share => share).Order());
    }

    [Fact]
    public void The_longest_example_fits_and_a_longer_one_is_refused()
    {
        Assert.Equal(ModelShape.Positions, new ExampleLayout(RandomExamples.Of(1, 64, ModelShape.Positions - 4, (4, 1)), _shape).Count);
        Assert.Throws<ArgumentException>(() => new ExampleLayout(RandomExamples.Of(1, 64, ModelShape.Positions - 4, (4, 2)), _shape));
    }

    public static TheoryData<Example> Refused =>
    [
        new([], []),
        new([1], [new([], [2])]),
        new([1], [new([2], [])]),
        new([64], []),
        new([1], [new([2], [64])]),
    ];

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_cannot_be_learnt_from_is_refused(Example example) => Assert.Throws<ArgumentException>(() => new ExampleLayout(example, _shape));

    [Theory]
    [InlineData(48, 1, 32, 64)]
    [InlineData(64, 4, 32, 64)]
    [InlineData(64, 2, 40, 64)]
    [InlineData(64, 2, 32, 100)]
    [InlineData(64, 2, 32, 65568)]
    public void A_shape_that_does_not_fit_the_kernels_is_refused(int dim, int heads, int feedForward, int vocabulary) =>
        Assert.Throws<ArgumentException>(() => (_shape with { Dim = dim, Heads = heads, FeedForward = feedForward, Vocabulary = vocabulary }).Check());
}
