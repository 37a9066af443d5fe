using OnPremLlm.Inference.Protocol;
using OnPremLlm.Inference.Worker.Gguf;
using OnPremLlm.Inference.Worker.Hosting;
using OnPremLlm.Inference.Worker.Native;

namespace OnPremLlm.Inference.Worker.Generation;

/// <summary>One loaded model with its context, vocabulary and batch loop.</summary>
internal sealed class GenerationEngine : IEngine, IDisposable
{
    const int DefaultContext = 8_192;
    const int LargestBatch = 512;
    const long SmallModel = 64L << 20;

    readonly ModelFile file;
    readonly LlamaModel model;
    readonly LlamaContext context;
    readonly IReadOnlyList<NativeDevice> devices;
    readonly int threads;

    GenerationEngine(ModelFile file, LlamaModel model, LlamaContext context, ChatTemplate? template, int contextTokens, int threads, IReadOnlyList<NativeDevice> devices, TimeProvider time, ILogger logger)
    {
        this.file = file;
        this.model = model;
        this.context = context;
        this.devices = devices;
        this.threads = threads;
        ContextTokens = contextTokens;
        Vocabulary = new(model);
        ChatTemplate = template;
        Prompts = new(Vocabulary, ChatTemplate, contextTokens);
        Loop = new(context, Vocabulary, time, logger);
    }

    public WorkerRole Role => WorkerRole.Generation;

    /// <summary>Tokens that one sequence can hold.</summary>
    public int ContextTokens { get; }

    public Vocabulary Vocabulary { get; }

    /// <summary>Null when the model has none that llama.cpp knows.</summary>
    public ChatTemplate? ChatTemplate { get; }

    public PromptTokenizer Prompts { get; }

    public BatchLoop Loop { get; }

    /// <summary>Checks the options and the file, then loads libraries and model.</summary>
    /// <exception cref="WorkerStartException">Anything of them cannot be used.</exception>
    public static GenerationEngine Load(GenerationOptions options, TimeProvider time, ILogger logger)
    {
        CheckRange(options.Threads ?? 1, 1, 256, "--threads");
        CheckRange(options.Context ?? 16, 16, 1 << 20, "--context");
        CheckRange(options.Sequences, 1, 64, "--sequences");
        CheckRange(options.GpuLayers, 0, 1_000, "--gpu-layers");
        var start = time.GetTimestamp();
        var file = ModelFile.Open(options.Files);
        var devices = LlamaRuntime.Load(options.Native, logger);
        CheckDevices(devices, options.GpuLayers, logger);
        var tokens = ContextFor(options, file.Header);
        var threads = options.Threads ?? (file.Length < SmallModel ? 1 : Math.Max(1, Environment.ProcessorCount - 1));
        var model = LoadModel(file, options);
        var template = ChatTemplate.Of(model, options.Template);
        var context = LlamaContext.Create(model, new(tokens, options.Sequences, LargestBatch, threads)
        {
            KeyType = NativeType.Cache(options.KeyType),
            ValueType = NativeType.Cache(options.ValueType),
            FlashAttention = NativeType.FlashAttention(options.FlashAttention),
        });
        if (context.IsInvalid || context.TokensPerSequence < tokens || context.Sequences != options.Sequences)
        {
            throw new WorkerStartException($"llama.cpp could not make a context of {options.Sequences} sequences of {tokens} tokens, most likely for want of memory. Give a smaller --context or fewer --sequences. Keys and values of another type than f16 need heads of a multiple of 32 elements, and the values flash attention.");
        }

        logger.ModelLoaded(file.Sha256, model.SizeInBytes, model.Layers, tokens, options.Sequences, threads, (long)time.GetElapsedTime(start).TotalMilliseconds);
        return new(file, model, context, template, tokens, threads, devices, time, logger);
    }

    public void Describe(WorkerDescription description)
    {
        description.Engine = "llama.cpp";
        description.EngineVersion = LlamaRuntime.PinnedVersion;
        description.EngineCommit = LlamaRuntime.PinnedCommit;
        description.StructSizes.Add(StructSizes.Mirrors.ToDictionary());
        description.Devices.Add(devices.Select(device => new Device
        {
            Name = device.Name,
            Description = device.Description,
            Kind = device.Kind,
            MemoryTotalBytes = device.TotalBytes,
            MemoryFreeBytes = device.FreeBytes,
        }));
        description.ComputeThreads = threads;
        description.Model = new()
        {
            Sha256 = file.Sha256,
            Architecture = file.Header.Architecture,
            Name = file.Header.Name,
            Description = model.Description,
            Parameters = model.Parameters,
            SizeBytes = model.SizeInBytes,
            Layers = model.Layers,
            ContextTrained = model.TrainedContext,
            ContextPerSequence = ContextTokens,
            MaxSequences = context.Sequences,
            Vocabulary = Vocabulary.Count,
            ChatTemplateSupported = ChatTemplate is not null,
        };
    }

    public void Dispose()
    {
        Loop.Dispose();
        context.Dispose();
        model.Dispose();
        file.Dispose();
    }

    static LlamaModel LoadModel(ModelFile file, GenerationOptions options)
    {
        var model = LlamaModel.Load(file.NativePaths, new(options.GpuLayers, NativeType.SplitMode(options.SplitMode), options.MapsFile));
        if (model.IsInvalid)
        {
            throw new WorkerStartException($"llama.cpp refused the model (architecture {file.Header.Architecture}, SHA-256 {file.Sha256}). Causes: an architecture that release {LlamaRuntime.PinnedVersion} does not know, "
                + "tensors that do not fit the metadata or hold no numbers, or too little memory. Compare the SHA-256 with its source, or choose another model.");
        }

        return model.IsPlainDecoder ? model : throw new WorkerStartException($"The model (architecture {file.Header.Architecture}) does not generate text: it has an encoder or no decoder. Choose a text generation model.");
    }

    static int ContextFor(GenerationOptions options, GgufModel header)
    {
        var trained = header.TrainedContext > 0 ? header.TrainedContext : DefaultContext;
        var tokens = options.Context ?? (int)Math.Min(trained, DefaultContext);
        var needed = (long)tokens * options.Sequences * header.CacheBytesPerToken;
        var available = MachineMemory.AvailableBytes();
        return needed <= available ? tokens : throw new WorkerStartException($"{options.Sequences} sequences of {tokens} tokens need {needed >> 20} MiB for keys and values; {available >> 20} MiB are available. Give a smaller --context or fewer --sequences.");
    }

    static void CheckDevices(IReadOnlyList<NativeDevice> devices, int gpuLayers, ILogger logger)
    {
        if (devices.Any(device => device.Kind is "gpu" or "igpu"))
        {
            return;
        }

        if (gpuLayers > 0)
        {
            throw new WorkerStartException($"--gpu-layers {gpuLayers} was asked for, but these libraries see no graphics card ({string.Join(", ", devices.Select(device => device.Name))} only). "
                + "Causes: the CPU package, no driver, no CUDA 13 runtime beside it, or no access to /dev/nvidia*. Install them and give the CUDA package with --native, or use --gpu-layers 0.");
        }

        logger.NoGpu();
    }

    static void CheckRange(int value, int least, int most, string option)
    {
        if (value < least || value > most)
        {
            throw new WorkerStartException($"{option} is {value}; {least} to {most} is allowed.");
        }
    }
}
