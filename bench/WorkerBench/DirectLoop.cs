using System.Diagnostics;
using System.Numerics.Tensors;
using Microsoft.Extensions.Logging.Abstractions;
using OnPremLlm.Inference.Worker.Native;

namespace OnPremLlm.WorkerBench;

/// <summary>The baseline: the same libraries and model in a plain loop on one sequence, greedy, without text, grammar or gRPC.</summary>
internal sealed class DirectLoop : IDisposable
{
    readonly LlamaModel model;
    readonly LlamaContext context;
    readonly LlamaBatchBuffer batch;

    public DirectLoop(string native, string path, int contextTokens, int threads)
    {
        LlamaRuntime.Load(native, NullLogger.Instance);
        model = LlamaModel.Load(path, gpuLayers: 0);
        context = LlamaContext.Create(model, new(contextTokens, 4, 512, threads));
        batch = new(context.BatchTokens);
    }

    /// <summary>Evaluates the prompt, then generates; returns tokens per second of both.</summary>
    public Rates Run(string prompt, int tokens)
    {
        context.Remove(0);
        int[] promptTokens = [model.BeginningOfSequence, .. model.Tokenize(System.Text.Encoding.UTF8.GetBytes(prompt), TokenizeAs.Text)];
        var clock = Stopwatch.StartNew();
        var next = 0;
        for (var at = 0; at < promptTokens.Length; at += batch.Capacity)
        {
            next = Decode(promptTokens.AsSpan(at, Math.Min(batch.Capacity, promptTokens.Length - at)), at);
        }

        var prefill = clock.Elapsed;
        clock.Restart();
        for (var i = 0; i < tokens - 1; i++)
        {
            next = Decode([next], promptTokens.Length + i);
        }

        return new(promptTokens.Length / prefill.TotalSeconds, (tokens - 1) / clock.Elapsed.TotalSeconds);
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

/// <summary>Tokens per second.</summary>
internal sealed record Rates(double Prompt, double Generation);
