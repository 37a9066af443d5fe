using OnPremLlm.Training.Examples;

namespace OnPremLlm.Training.Tests.Support;

/// <summary>Random examples of different lengths that repeat the prefix's first tokens in the answer, so that there is something to learn.</summary>
/// <param name="distinct">After so many they come again.</param>
internal sealed class RandomSource(int vocabulary, Action<long>? onRead = null, long distinct = long.MaxValue) : IExampleSource
{
    public Example At(long index)
    {
        onRead?.Invoke(index);
        index %= distinct;
        var example = RandomExamples.Of((ulong)index + 100, vocabulary, 20 + (int)(index % 13), (2, 3), (1, 4 + (int)(index % 5)));
        return example with { Branches = [.. example.Branches.Select(branch => branch with { Answer = [.. example.Prefix[..branch.Answer.Length]] })] };
    }
}
