namespace OnPremLlm.Training.Exporting;

/// <summary>How matrices are stored; norms are always f32. The numbers are ggml's tensor types.</summary>
public enum WeightFormat
{
    F32 = 0,
    F16 = 1,

    /// <summary>Blocks of 32 with an f16 scale: 8.5 bits per weight.</summary>
    Q8 = 8,
}
