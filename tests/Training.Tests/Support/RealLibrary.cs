using Microsoft.Extensions.Logging.Abstractions;
using OnPremLlm.Inference.Worker.Native;
using OnPremLlm.TestSupport;

namespace OnPremLlm.Training.Tests.Support;

/// <summary>A GGUF file in the pinned llama.cpp, through the product's own binding: one sequence on one thread.</summary>
internal sealed class RealLibrary : IDisposable
{
    const int F32 = 0; // GGML_TYPE_F32: the product rounds its memory to f16, which would hide small faults here
    const int Tokens = 1024;
    readonly LlamaModel model;
    readonly LlamaContext context;
    readonly LlamaBatchBuffer batch = new(Tokens);

    public RealLibrary(string path)
    {
        LlamaRuntime.Load(Repository.PathOf("deploy", "native", "node_modules", "@node-llama-cpp", "linux-x64"), NullLogger.Instance);
        model = LlamaModel.Load(path, gpuLayers: 0);
        Assert.False(model.IsInvalid, $"llama.cpp refuses {path}.");
        context = LlamaContext.Create(model, new(Tokens, 1, Tokens, 1) { KeyType = F32, ValueType = F32, FlashAttention = NativeType.FlashAttention("off") });
    }

    public LlamaModel Model => model;

    /// <summary>Nothing in the text becomes a control token.</summary>
    public int[] Tokenize(string text) => model.Tokenize(System.Text.Encoding.UTF8.GetBytes(text), TokenizeAs.Text);

    /// <summary>Forgets what follows the first <paramref name="kept"/> tokens, reads more and returns the logits after the last.</summary>
    public float[] Read(int kept, IReadOnlyList<ushort> tokens)
    {
        Assert.True(context.RemoveFrom(0, kept));
        batch.Clear();
        var last = 0;
        for (var i = 0; i < tokens.Count; i++)
        {
            last = batch.Add(tokens[i], kept + i, 0, output: i == tokens.Count - 1);
        }

        Assert.Equal(DecodeResult.Done, context.Decode(batch));
        return context.Logits(last).ToArray();
    }

    public void Dispose()
    {
        batch.Dispose();
        context.Dispose();
        model.Dispose();
    }
}
