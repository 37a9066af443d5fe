using System.Diagnostics;
using System.Numerics.Tensors;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using OnPremLlm.Inference.Worker.Native;

namespace OnPremLlm.WorkerBench;

/// <summary>The baseline: the same libraries and model in a plain loop on one sequence, greedy, without text, grammar, queue or gRPC.</summary>
internal sealed class DirectLoop : ILoop, IDisposable
{
    readonly LlamaModel model;
    readonly LlamaContext context;
    readonly LlamaBatchBuffer batch;

    public DirectLoop(string native, string path, int contextTokens)
    {
        LlamaRuntime.Load(native, NullLogger.Instance);
        model = LlamaModel.Load(path, gpuLayers: 0);
        context = LlamaContext.Create(model, new(contextTokens, 4, 512, Threads: 1)); // sequences and batch as the worker has them
        batch = new(context.BatchTokens);
    }

    public Task<Timed> RunAsync(string prompt, int tokens)
    {
        var clock = Stopwatch.StartNew();
        int[] promptTokens = [model.BeginningOfSequence, .. model.Tokenize(Encoding.UTF8.GetBytes(prompt), TokenizeAs.Text)];
        var next = 0;
        for (var at = 0; at < promptTokens.Length; at += batch.Capacity)
        {
            next = Decode(promptTokens.AsSpan(at, Math.Min(batch.Capacity, promptTokens.Length - at)), at);
        }

        for (var i = 0; i < tokens - 1; i++)
        {
            next = Decode([next], promptTokens.Length + i);
        }

        context.Remove(0);
        return Task.FromResult(new Timed(promptTokens.Length, clock.Elapsed, default, default));
    }

    public void Dispose()
    {
        batch.Dispose();
        context.Dispose();
        model.Dispose();
    }

    int Decode(ReadOnlySpan<int> tokens, int position)
    {
        batch.Clear();
        for (var i = 0; i < tokens.Length; i++)
        {
            batch.Add(tokens[i], position + i, 0, output: i == tokens.Length - 1);
        }

        return context.Decode(batch) == DecodeResult.Done
            ? TensorPrimitives.IndexOfMax<float>(context.Logits(tokens.Length - 1))
            : throw new InvalidOperationException("The direct loop could not evaluate a batch.");
    }
}
