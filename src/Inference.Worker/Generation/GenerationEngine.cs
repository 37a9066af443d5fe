using OnPremLlm.Inference.Protocol;
using OnPremLlm.Inference.Worker.Engine;
using OnPremLlm.Inference.Worker.Hosting;
using OnPremLlm.Inference.Worker.Native;

namespace OnPremLlm.Inference.Worker.Generation;

/// <summary>A model that generates text, with its context and batch loop.</summary>
internal sealed class GenerationEngine : IEngine, IDisposable
{
    const int DefaultContext = 8_192;
    const int LargestBatch = 512;

    readonly LoadedModel model;
    readonly LlamaContext context;

    GenerationEngine(LoadedModel model, LlamaContext context, ChatTemplate? template, int contextTokens, TimeProvider time, ILogger logger)
    {
        this.model = model;
        this.context = context;
        ContextTokens = contextTokens;
        ChatTemplate = template;
        Prompts = new(model.Vocabulary, ChatTemplate, contextTokens);
        Loop = new(context, model.Sha256, model.Vocabulary, time, logger);
    }

    public WorkerRole Role => WorkerRole.Generation;

    /// <summary>Tokens that one sequence can hold.</summary>
    public int ContextTokens { get; }

    public Vocabulary Vocabulary => model.Vocabulary;

    /// <summary>Null when the model has none that llama.cpp knows.</summary>
    public ChatTemplate? ChatTemplate { get; }

    public PromptTokenizer Prompts { get; }

    public BatchLoop Loop { get; }

    public TimeSpan InBatch => Loop.Thread.InBatch;

    /// <summary>Makes the model's context. The engine owns the model from now on.</summary>
    /// <exception cref="WorkerStartException">An option does not fit the model or the machine.</exception>
    public static GenerationEngine Create(LoadedModel model, GenerationOptions options, TimeProvider time, ILogger logger)
    {
        var start = time.GetTimestamp();
        var trained = model.Header.TrainedContext > 0 ? model.Header.TrainedContext : DefaultContext;
        var tokens = options.Context ?? (int)Math.Min(trained, DefaultContext);
        model.RequireMemory((long)tokens * options.Sequences);
        var template = ChatTemplate.Of(model.Native, options.Template);
        var context = LlamaContext.Create(model.Native, new(tokens, options.Sequences, LargestBatch, model.Threads)
        {
            KeyType = NativeType.Cache(options.KeyType),
            ValueType = NativeType.Cache(options.ValueType),
            FlashAttention = NativeType.FlashAttention(options.FlashAttention),
        });
        if (context.IsInvalid || context.TokensPerSequence < tokens || context.Sequences != options.Sequences)
        {
            throw new WorkerStartException($"llama.cpp could not make a context of {options.Sequences} sequences of {tokens} tokens, most likely for want of memory. Give a smaller --context or fewer --sequences. Keys and values of another type than f16 need heads of a multiple of 32 elements, and the values flash attention.");
        }

        logger.ModelLoaded(model.Sha256, model.Native.SizeInBytes, model.Native.Layers, tokens, options.Sequences, model.Threads, (long)time.GetElapsedTime(start).TotalMilliseconds);
        return new(model, context, template, tokens, time, logger);
    }

    public void Describe(WorkerDescription description)
    {
        model.Describe(description);
        description.Model.ContextPerSequence = ContextTokens;
        description.Model.MaxSequences = context.Sequences;
        description.Model.WipesOwnersApart = Loop.WipesOwnersApart;
        description.Model.ChatTemplateSupported = ChatTemplate is not null;
    }

    public void Dispose()
    {
        Loop.Dispose();
        context.Dispose();
        model.Dispose();
    }
}
