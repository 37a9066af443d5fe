namespace OnPremLlm.Inference.Worker.Native;

/// <summary>Numbers of llama.h and ggml.h (pinned release) for the words of the command line.</summary>
internal static class NativeType
{
    /// <summary>ggml type of cached keys or values.</summary>
    public static int Cache(string word) => word switch
    {
        "f16" => 1,
        "q4_0" => 2,
        "q8_0" => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(word)),
    };

    public static int FlashAttention(string word) => word switch
    {
        "auto" => -1,
        "off" => 0,
        "on" => 1,
        _ => throw new ArgumentOutOfRangeException(nameof(word)),
    };

    public static int SplitMode(string word) => word switch
    {
        "none" => 0,
        "layer" => 1,
        "row" => 2,
        _ => throw new ArgumentOutOfRangeException(nameof(word)),
    };
}
