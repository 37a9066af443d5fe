namespace OnPremLlm.Training.Network;

/// <summary>Cross-entropy in nats, summed over tokens.</summary>
internal readonly record struct Losses(double Answer, double Prefix)
{
    public static Losses operator +(Losses a, Losses b) => new(a.Answer + b.Answer, a.Prefix + b.Prefix);
}

/// <summary>What one token's cross-entropy counts in the gradient; 0 for the prefix: it is left out.</summary>
internal readonly record struct LossWeights(float PerAnswerToken, float PerPrefixToken);
