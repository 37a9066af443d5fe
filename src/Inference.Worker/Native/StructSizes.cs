using System.Runtime.CompilerServices;

namespace OnPremLlm.Inference.Worker.Native;

/// <summary>sizeof each mirror by its C name, and what a C compiler printed for the pinned header.</summary>
internal static class StructSizes
{
    /// <summary>Sizes of this build's mirrors.</summary>
    public static IReadOnlyDictionary<string, int> Mirrors { get; } = new Dictionary<string, int>
    {
        ["llama_model_params"] = Unsafe.SizeOf<LlamaModelParams>(),
        ["llama_context_params"] = Unsafe.SizeOf<LlamaContextParams>(),
        ["llama_batch"] = Unsafe.SizeOf<LlamaBatch>(),
        ["llama_chat_message"] = Unsafe.SizeOf<LlamaChatMessage>(),
    };

    /// <summary>Sizes in the pinned header.</summary>
    public static IReadOnlyDictionary<string, int> Pinned { get; } = new Dictionary<string, int>
    {
        ["llama_model_params"] = 80,
        ["llama_context_params"] = 160,
        ["llama_batch"] = 56,
        ["llama_chat_message"] = 16,
    };
}
