using OnPremLlm.Inference.Protocol;
using OnPremLlm.Inference.Worker.Engine;
using OnPremLlm.Inference.Worker.Generation;
using OnPremLlm.Inference.Worker.Hosting;
using OnPremLlm.Inference.Worker.Native;

namespace OnPremLlm.Inference.Worker.Embeddings;

/// <summary>A model that makes a vector of a text, with its context and loop.</summary>
internal sealed class EmbeddingEngine : IEngine, IDisposable
{
    /// <summary>What one text may have where nothing else is said: memory for a text's attention grows with its square.</summary>
    const int DefaultContext = 2_048;

    const int TextsInBatch = 64;

    readonly LoadedModel model;
    readonly LlamaContext context;

    EmbeddingEngine(LoadedModel model, LlamaContext context, int contextTokens, TimeProvider time, ILogger logger)
    {
        this.model = model;
        this.context = context;
        ContextTokens = contextTokens;
        Loop = new(context, time, logger);
    }

    public WorkerRole Role => WorkerRole.Generation;

    /// <summary>Tokens that one text may have.</summary>
    public int ContextTokens { get; }

    public EmbeddingLoop Loop { get; }

    public TimeSpan InBatch => Loop.Thread.InBatch;

    /// <summary>Makes the model's context. The engine owns the model from now on.</summary>
    /// <exception cref="WorkerStartException">An option does not fit the model or the machine.</exception>
    public static EmbeddingEngine Create(LoadedModel model, GenerationOptions options, TimeProvider time, ILogger logger)
    {
        var start = time.GetTimestamp();
        var trained = model.Header.TrainedContext > 0 ? (int)model.Header.TrainedContext : DefaultContext;
        var tokens = options.Context ?? Math.Min(trained, DefaultContext);
        if (tokens > trained)
        {
            // Such models may hold a vector for each position, and end the process beyond the last.
            throw new WorkerStartException($"--context is {tokens} and the model was made for texts of {trained} tokens. Give no more.");
        }

        if (!model.Native.HasTokensAround)
        {
            throw new WorkerStartException("The model wants tokens around a text that its vocabulary has not (tokenizer.ggml.bos_token_id, eos_token_id or seperator_token_id). Convert it anew.");
        }

        model.RequireMemory(tokens);
        var context = LlamaContext.Create(model.Native, new(tokens, TextsInBatch, tokens, model.Threads) { MakesEmbeddings = true, FlashAttention = NativeType.FlashAttention(options.FlashAttention) });
        if (context.IsInvalid || context.BatchTokens < tokens || context.Sequences != TextsInBatch)
        {
            throw new WorkerStartException($"llama.cpp could not make a context for texts of {tokens} tokens, most likely for want of memory. Give a smaller --context.");
        }

        logger.ModelLoaded(model.Sha256, model.Native.SizeInBytes, model.Native.Layers, tokens, TextsInBatch, model.Threads, (long)time.GetElapsedTime(start).TotalMilliseconds);
        return new(model, context, tokens, time, logger);
    }

    /// <summary>The tokens of a text as the model reads it. Thread safe.</summary>
    public int[] Tokenize(string text) => model.Native.TokenizeWhole(System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>So a text of more bytes than this times <see cref="ContextTokens"/> cannot fit.</summary>
    public int LongestPiece => model.Vocabulary.LongestPiece;

    public void Describe(WorkerDescription description)
    {
        model.Describe(description);
        description.Model.ContextPerSequence = ContextTokens;
        description.Model.MaxSequences = context.Sequences;
        description.Model.WipesOwnersApart = true; // after each batch everything is
        description.Model.EmbeddingSize = model.Native.EmbeddingSize;
    }

    public void Dispose()
    {
        Loop.Dispose();
        context.Dispose();
        model.Dispose();
    }
}
