namespace OnPremLlm.Inference.Worker.Generation;

/// <summary>How tokens are chosen. Temperature 0 takes the most likely token and ignores the rest.</summary>
internal sealed record Sampling
{
    /// <summary>GBNF that GrammarCheck accepted; empty for none.</summary>
    public string Grammar { get; init; } = "";

    /// <summary>0 to 5.</summary>
    public float Temperature { get; init; }

    /// <summary>Above 0 to 1; 1 is off.</summary>
    public float TopP { get; init; } = 1;

    /// <summary>0 (off) to below 1.</summary>
    public float MinP { get; init; }

    public uint Seed { get; init; }
}
