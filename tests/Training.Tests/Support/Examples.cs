using OnPremLlm.Training.Examples;
using OnPremLlm.Training.Visits;

namespace OnPremLlm.Training.Tests.Support;

/// <summary>Random examples, the same for the same seed.</summary>
internal static class RandomExamples
{
    public static Example Of(ulong seed, int vocabulary, int prefix, params (int Prompt, int Answer)[] branches)
    {
        var dice = new Dice(seed);
        ushort[] Tokens(int count) => [.. Enumerable.Range(0, count).Select(_ => (ushort)dice.Between(0, vocabulary - 1))];
        return new(Tokens(prefix), [.. branches.Select(branch => new Branch(Tokens(branch.Prompt), Tokens(branch.Answer)))]);
    }
}
