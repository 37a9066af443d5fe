namespace OnPremLlm.Inference.Worker.Gguf;

/// <summary>
/// What a model file may ask for before native code sees it. Real models stay far below; attack and accident alike are counts that make
/// native code allocate without end or fail an assertion, which ends the process.
/// </summary>
internal static class GgufLimits
{
    public const int Keys = 65_536;
    public const int Tensors = 65_536;
    public const int KeyBytes = 1_024;
    public const int TensorNameBytes = 63;
    public const int StringBytes = 16 << 20;
    public const int ArrayElements = 16 << 20;
    public const int Dimensions = 4;

    /// <summary>llama.cpp asserts on more layers, and on none.</summary>
    public const int Layers = 512;
    public const int Heads = 65_536;
    public const long ContextTokens = 1L << 26;
    public const uint Alignment = 1 << 16;
}
