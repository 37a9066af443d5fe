using OnPremLlm.Training.Network;
using OnPremLlm.Training.Visits;

namespace OnPremLlm.Training.Tests.Support;

/// <summary>Random weights that are larger than a fresh model's, norms that are not all one: scores and logits are far from zero.</summary>
internal static class ScatteredWeights
{
    public static Weights Of(ModelShape shape)
    {
        var weights = new Weights(shape, 5);
        var dice = new Dice(6);
        foreach (ref var weight in weights.All.Span)
        {
            weight = (weight * 2) + (float)((dice.Next() - .5) * .2);
        }

        weights.Pack();
        return weights;
    }
}
