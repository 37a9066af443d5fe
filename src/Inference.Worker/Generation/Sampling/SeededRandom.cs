namespace OnPremLlm.Inference.Worker.Generation.Sampling;

/// <summary>SplitMix64 (Steele, Lea and Flood, 2014): the same numbers for a seed on every machine and release. For draws, never for secrets.</summary>
internal sealed class SeededRandom(uint seed)
{
    ulong state = seed;

    /// <summary>0 to below 1, in steps of 2^-53.</summary>
    public double Next()
    {
        var mixed = state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return ((mixed ^ (mixed >> 31)) >> 11) * (1.0 / (1L << 53));
    }
}
