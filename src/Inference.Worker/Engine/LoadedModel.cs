using OnPremLlm.Inference.Protocol;
using OnPremLlm.Inference.Worker.Generation;
using OnPremLlm.Inference.Worker.Gguf;
using OnPremLlm.Inference.Worker.Hosting;
using OnPremLlm.Inference.Worker.Native;

namespace OnPremLlm.Inference.Worker.Engine;

/// <summary>A checked and loaded model with its files, which stay open as long.</summary>
internal sealed class LoadedModel : IDisposable
{
    const long SmallModel = 64L << 20;

    readonly ModelFile file;
    readonly IReadOnlyList<NativeDevice> devices;

    LoadedModel(ModelFile file, LlamaModel native, IReadOnlyList<NativeDevice> devices, int threads)
    {
        this.file = file;
        this.devices = devices;
        Native = native;
        Threads = threads;
        Vocabulary = new(native);
    }

    public LlamaModel Native { get; }

    public Vocabulary Vocabulary { get; }

    public GgufModel Header => file.Header;

    /// <summary>Of all files, lower-case hex.</summary>
    public string Sha256 => file.Sha256;

    public int Threads { get; }

    /// <summary>Checks the options and the file, then loads libraries and model.</summary>
    /// <exception cref="WorkerStartException">Anything of them cannot be used.</exception>
    public static LoadedModel Open(GenerationOptions options, ILogger logger)
    {
        CheckRange(options.Threads ?? 1, 1, 256, "--threads");
        CheckRange(options.Context ?? 16, 16, 1 << 20, "--context");
        CheckRange(options.Sequences, 1, 64, "--sequences");
        CheckRange(options.GpuLayers, 0, 1_000, "--gpu-layers");
        var file = ModelFile.Open(options.Files);
        var devices = LlamaRuntime.Load(options.Native, logger);
        CheckDevices(devices, options.GpuLayers, logger);
        var threads = options.Threads ?? (file.Length < SmallModel ? 1 : Math.Max(1, Environment.ProcessorCount - 1));
        return new(file, Load(file, options), devices, threads);
    }

    /// <summary>Refuses a context that the machine has no memory for, before native code asks for it.</summary>
    /// <param name="tokens">Of all sequences together.</param>
    public void RequireMemory(long tokens)
    {
        var needed = tokens * Header.CacheBytesPerToken;
        var available = MachineMemory.AvailableBytes();
        if (needed > available)
        {
            throw new WorkerStartException($"{tokens} tokens need {needed >> 20} MiB for keys and values; {available >> 20} MiB are available. Give a smaller --context or fewer --sequences.");
        }
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
        description.ComputeThreads = Threads;
        description.Model = new()
        {
            Sha256 = Sha256,
            Architecture = Header.Architecture,
            Name = Header.Name,
            Description = Native.Description,
            Parameters = Native.Parameters,
            SizeBytes = Native.SizeInBytes,
            Layers = Native.Layers,
            ContextTrained = Native.TrainedContext,
            Vocabulary = Vocabulary.Count,
        };
    }

    public void Dispose()
    {
        Native.Dispose();
        file.Dispose();
    }

    static LlamaModel Load(ModelFile file, GenerationOptions options)
    {
        var model = LlamaModel.Load(file.NativePaths, new(options.GpuLayers, NativeType.SplitMode(options.SplitMode), options.MapsFile));
        if (model.IsInvalid)
        {
            throw new WorkerStartException($"llama.cpp refused the model (architecture {file.Header.Architecture}, SHA-256 {file.Sha256}). Causes: an architecture that release {LlamaRuntime.PinnedVersion} does not know, "
                + "tensors that do not fit the metadata or hold no numbers, or too little memory. Compare the SHA-256 with its source, or choose another model.");
        }

        return model.IsPlainDecoder ? model : throw new WorkerStartException($"The model (architecture {file.Header.Architecture}) does not generate text: it has an encoder or no decoder. Choose a text generation model.");
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
                + "Causes: the CPU package, no driver, no CUDA 13 runtime that the system's loader finds, or no access to /dev/nvidia* for every account. Install them and start the Host with serve --native and the CUDA package (docs/it.md), or use --gpu-layers 0.");
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
