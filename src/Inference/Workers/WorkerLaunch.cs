namespace OnPremLlm.Inference;

/// <summary>What a launcher needs to know to start one worker.</summary>
internal sealed record WorkerLaunch
{
    public required OwnerId Owner { get; init; }

    public required WorkerKind Kind { get; init; }

    /// <summary>Arguments of the role; socket, peer and parent arguments are the launcher's.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Files and folders that the worker's account must be able to read.</summary>
    public required IReadOnlyList<string> Reads { get; init; }

    /// <summary>RLIMIT_AS in bytes; null: not limited.</summary>
    public required long? AddressSpaceBytes { get; init; }

    /// <summary>The model that the worker has to load; null for speech.</summary>
    public SelectedModel? Model { get; init; }

    public static WorkerLaunch For(OwnerId owner, WorkerKind kind, InferenceOptions options) => kind switch
    {
        WorkerKind.Generation => Generation(owner, options),
        WorkerKind.Speech => Speech(owner, options),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    static WorkerLaunch Generation(OwnerId owner, InferenceOptions options)
    {
        var model = SelectedModel.From(options);
        RequireFolder(options.NativeFolder, nameof(options.NativeFolder));
        List<string> arguments = ["generation", "--model", model.Path, "--native", options.NativeFolder, "--sequences", $"{options.Sequences}"];
        Add(arguments, "--sha256", model.Sha256);
        Add(arguments, "--threads", Positive(options.Threads));
        Add(arguments, "--context", Positive(options.ContextTokens == 0 ? model.ContextTokens : options.ContextTokens));
        Add(arguments, "--gpu-layers", Positive(options.GpuLayers));
        return new()
        {
            Owner = owner,
            Kind = WorkerKind.Generation,
            Arguments = arguments,
            Reads = [options.NativeFolder, model.Path],
            AddressSpaceBytes = options.GpuLayers > 0 ? null : options.GenerationMemoryBytes + new FileInfo(model.Path).Length,
            Model = model,
        };
    }

    static WorkerLaunch Speech(OwnerId owner, InferenceOptions options)
    {
        var models = options.SpeechModelsFolder ?? throw new InferenceException(InferenceFailure.Misconfigured, "No recognizer is set. Set SpeechModelsFolder to the folder of the speech models.");
        var native = options.SpeechNativeFolder ?? options.NativeFolder;
        RequireFolder(models, nameof(options.SpeechModelsFolder));
        RequireFolder(native, nameof(options.SpeechNativeFolder));
        return new()
        {
            Owner = owner,
            Kind = WorkerKind.Speech,
            Arguments = ["speech", "--native", native, "--models", models, "--decoders", $"{options.SpeechDecoders}"],
            Reads = [native, models],
            AddressSpaceBytes = options.SpeechMemoryBytes,
        };
    }

    static void RequireFolder(string folder, string option)
    {
        if (!Directory.Exists(folder))
        {
            throw new InferenceException(InferenceFailure.Misconfigured, $"The folder {folder} does not exist. Run deploy/prerequisites, or correct {option}.");
        }
    }

    static string? Positive(int value) => value > 0 ? $"{value}" : null;

    static void Add(List<string> arguments, string name, string? value)
    {
        if (value is not null)
        {
            arguments.AddRange([name, value]);
        }
    }
}
