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

    /// <param name="model">Null for speech.</param>
    public static WorkerLaunch For(OwnerId owner, SelectedModel? model, InferenceOptions options) => model is null ? Speech(owner, options) : Generation(owner, model, options);

    static WorkerLaunch Generation(OwnerId owner, SelectedModel model, InferenceOptions options)
    {
        RequireFiles(model);
        RequireFolder(options.NativeFolder, "--native");
        return new()
        {
            Owner = owner,
            Kind = WorkerKind.Generation,
            Arguments = [.. Files(model), "--native", options.NativeFolder, .. Sizes(model), .. Attention(model)],
            Reads = [options.NativeFolder, .. model.Files.Select(file => file.Path)],
            AddressSpaceBytes = model.GpuLayers > 0 ? null : options.GenerationMemoryBytes + model.Files.Sum(file => new FileInfo(file.Path).Length) + ModelMemory.Of(model).OwnBytes,
            Model = model,
        };
    }

    static IEnumerable<string> Files(SelectedModel model) =>
    [
        "generation", "--model", model.Files[0].Path, .. Option("--sha256", model.Files[0].Sha256),
        .. model.Files.Skip(1).SelectMany(file => (string[])["--part", file.Path, .. Option("--part-sha256", file.Sha256)]),
    ];

    static IEnumerable<string> Sizes(SelectedModel model) =>
    [
        "--sequences", $"{model.Sequences}", .. Option("--threads", Positive(model.Threads)), .. Option("--context", Positive(model.ContextTokens)),
        .. Option("--gpu-layers", Positive(model.GpuLayers)), .. Option("--split-mode", model.Entry?.SplitMode),
    ];

    static IEnumerable<string> Attention(SelectedModel model) =>
    [
        .. Option("--flash-attention", model.Entry?.FlashAttention), .. Option("--key-type", model.KeyType), .. Option("--value-type", model.ValueType),
        .. model.Mmap ? (string[])[] : ["--no-mmap"], .. Option("--template", model.Entry?.ChatTemplate),
    ];

    static WorkerLaunch Speech(OwnerId owner, InferenceOptions options)
    {
        var models = options.SpeechModelsFolder ?? throw new InferenceException(InferenceFailure.Misconfigured, "No recognizer is set. Name the folder that holds models/ with --app.");
        var native = options.SpeechNativeFolder ?? options.NativeFolder;
        RequireFolder(models, "--app");
        RequireFolder(native, "--app");
        return new()
        {
            Owner = owner,
            Kind = WorkerKind.Speech,
            Arguments = ["speech", "--native", native, "--models", models, "--decoders", $"{options.SpeechDecoders}"],
            Reads = [native, models],
            AddressSpaceBytes = options.SpeechMemoryBytes,
        };
    }

    static void RequireFiles(SelectedModel model)
    {
        if (model.Files.FirstOrDefault(file => !File.Exists(file.Path)) is { Path: { } missing })
        {
            throw new InferenceException(InferenceFailure.ModelRefused, $"The model file {missing} does not exist. Correct {(model.Entry is null ? "--model" : "the catalog")}, or copy the file there.");
        }
    }

    static void RequireFolder(string folder, string option)
    {
        if (!Directory.Exists(folder))
        {
            throw new InferenceException(InferenceFailure.Misconfigured, $"The folder {folder} does not exist. Run deploy/prerequisites, or correct {option}.");
        }
    }

    static string? Positive(int value) => value > 0 ? $"{value}" : null;

    // With an equals sign: a value may begin with a hyphen.
    static string[] Option(string name, string? value) => value is null ? [] : [$"{name}={value}"];
}
