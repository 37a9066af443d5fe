namespace OnPremLlm.Inference.Worker.Gguf;

/// <summary>A model file is damaged, is not a GGUF or is beyond a limit. The message is one sentence for the operator: what, the limit, what to do.</summary>
internal sealed class GgufException(string problem) : Exception($"{problem} Fetch the model file again and compare its SHA-256, or choose another model.");
