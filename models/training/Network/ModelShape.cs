namespace OnPremLlm.Training.Network;

/// <summary>
/// Shape of a llama-architecture decoder: RMS norm (1e-5), rotary positions (base 10000, all of a head), SwiGLU, output matrix = embedding, as many
/// key-value heads as heads.
/// </summary>
public sealed record ModelShape
{
    /// <summary>The longest sequence, in tokens: a prefix and one branch.</summary>
    public const int Positions = 4096;

    /// <summary>The kernels work on this many columns at a time.</summary>
    public const int Multiple = 32;

    internal const float NormEpsilon = 1e-5f;
    internal const float RotaryBase = 10000;

    /// <summary>Width of the residual stream; a multiple of 32. Default 256.</summary>
    public int Dim { get; init; } = 256;

    /// <summary>At least 1. Default 6.</summary>
    public int Layers { get; init; } = 6;

    /// <summary><see cref="Dim"/> / <see cref="Heads"/> is a multiple of 32. Default 8.</summary>
    public int Heads { get; init; } = 8;

    /// <summary>Width of the gate and of the up projection; a multiple of 32. Default 768.</summary>
    public int FeedForward { get; init; } = 768;

    /// <summary>Token ids are below it; a multiple of 32, at most 65,536. Default 3,072.</summary>
    public int Vocabulary { get; init; } = 3072;

    internal int HeadDim => Dim / Heads;

    /// <summary>Parameters in all.</summary>
    public long Parameters => ((long)Vocabulary * Dim) + Dim + (Layers * ((4L * Dim * Dim) + (3L * Dim * FeedForward) + (2L * Dim)));

    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public void Check()
    {
        var fits = Dim > 0 && FeedForward > 0 && Vocabulary is > 0 and <= 65536 && Heads > 0 && Layers > 0
            && Dim % Multiple == 0 && FeedForward % Multiple == 0 && Vocabulary % Multiple == 0 && Dim % Heads == 0 && HeadDim % Multiple == 0;
        if (!fits)
        {
            throw new ArgumentException($"{this} cannot be built: Dim, FeedForward, Vocabulary and Dim / Heads must be multiples of {Multiple}, Vocabulary at most 65536.");
        }
    }
}
