using OnPremLlm.Inference.Worker.Generation.Constraints;

namespace OnPremLlm.Inference.Worker.Generation.Sampling;

/// <summary>How tokens are chosen. Temperature 0 takes the most likely token and ignores <see cref="TopP"/>, <see cref="MinP"/> and <see cref="Seed"/>.</summary>
internal sealed record SamplingSettings
{
    /// <summary>Null for none. Belongs to this request alone: it moves on with the text.</summary>
    public Constraint? Constraint { get; init; }

    /// <summary>0 to 5.</summary>
    public float Temperature { get; init; }

    /// <summary>Above 0 to 1; 1 is off.</summary>
    public float TopP { get; init; } = 1;

    /// <summary>0 (off) to below 1.</summary>
    public float MinP { get; init; }

    public uint Seed { get; init; }

    /// <summary>How many alternatives are told with each token's log-probability, 0 to 20; null tells nothing.</summary>
    public int? TopLogProbs { get; init; }
}
