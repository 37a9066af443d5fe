using System.ComponentModel.DataAnnotations;

namespace OnPremLlm.Inference;

/// <summary>How inference workers are started and what they run. Checked when the Host starts.</summary>
public sealed class InferenceOptions : IValidatableObject
{
    /// <summary>OnPremLlm.Inference.Worker.dll (run with the Host's own dotnet) or the worker's executable. Required; absolute.</summary>
    [Required]
    public string WorkerProgram { get; set; } = "";

    /// <summary>An unpacked @node-llama-cpp package with the pinned llama.cpp: linux-x64, linux-x64-cuda or linux-x64-vulkan. Required; absolute.</summary>
    [Required]
    public string NativeFolder { get; set; } = "";

    /// <summary>What the speech worker takes as its native folder: deploy/native/node_modules. Default: <see cref="NativeFolder"/>. Absolute.</summary>
    public string? SpeechNativeFolder { get; set; }

    /// <summary>
    /// Where each worker gets a folder of its own with its socket. Absolute; at most 70 characters, because Linux allows 107 bytes for the path of a socket.
    /// Default: /run/onpremllm.
    /// </summary>
    [Required]
    public string RunFolder { get; set; } = "/run/onpremllm";

    /// <summary>How workers are started. Default: <see cref="WorkerLauncher.Auto"/>.</summary>
    public WorkerLauncher Launcher { get; set; } = WorkerLauncher.Auto;

    /// <summary>User and group id of the first owner's workers; each further owner has the next one. 1000 to 4000000000; default 61000.</summary>
    [Range(1000u, 4_000_000_000u)]
    public uint FirstWorkerUid { get; set; } = 61000;

    /// <summary>
    /// Address space of a generation worker beyond its mapped model file and the estimate of its caches, in bytes; 2 GiB to 4 TiB, default 8 GiB.
    /// Not applied when <see cref="GpuLayers"/> is set: GPU drivers reserve far more address space than memory.
    /// </summary>
    [Range(2L << 30, 4L << 40)]
    public long GenerationMemoryBytes { get; set; } = 8L << 30;

    /// <summary>Address space of a speech worker in bytes; 2 GiB to 1 TiB, default 4 GiB.</summary>
    [Range(2L << 30, 1L << 40)]
    public long SpeechMemoryBytes { get; set; } = 4L << 30;

    /// <summary>Managed heap of a worker in bytes; 64 MiB to 8 GiB, default 512 MiB.</summary>
    [Range(64L << 20, 8L << 30)]
    public long WorkerHeapBytes { get; set; } = 512L << 20;

    /// <summary>For models that say nothing else: threads of one generation worker; 0 (default): the worker chooses (one less than there are cores; 1 for a model under 64 MiB). At most 256.</summary>
    [Range(0, 256)]
    public int Threads { get; set; }

    /// <summary>
    /// For models that say nothing else: tokens that one sequence can hold (prompt and completion together). 0 (default): what the model was trained
    /// for, at most 8192. Otherwise 16 to 1048576.
    /// </summary>
    [Range(0, 1 << 20)]
    public int ContextTokens { get; set; }

    /// <summary>For models that say nothing else: requests that one generation worker can hold at a time; 1 to 64, default 4.</summary>
    [Range(1, 64)]
    public int Sequences { get; set; } = 4;

    /// <summary>
    /// For models that say nothing else: who shares a generation worker. <see cref="IsolationMode.Dedicated"/> (default): nobody, each owner has a process of its own.
    /// <see cref="IsolationMode.Shared"/>: all owners one process, where the model is too large to be loaded for each.
    /// </summary>
    public IsolationMode Isolation { get; set; } = IsolationMode.Dedicated;

    /// <summary>Threads that all generation workers together may compute with; 0 (default): as many as there are cores. At most 1024.</summary>
    [Range(0, 1_024)]
    public int ComputeThreads { get; set; }

    /// <summary>What an owner may take of the engines. Default: no limits but a queue of 64.</summary>
    public IOwnerLimits Limits { get; set; } = new NoOwnerLimits();

    /// <summary>For models that say nothing else: layers to put on the GPU; 0 (default) uses none, at most 512. More than 0 and no GPU found is an error.</summary>
    [Range(0, 512)]
    public int GpuLayers { get; set; }

    /// <summary>A GGUF file. Set this or <see cref="ModelId"/>; with both, the file wins. Absolute.</summary>
    public string? ModelFile { get; set; }

    /// <summary>Id of a model in <see cref="CatalogFile"/>.</summary>
    public string? ModelId { get; set; }

    /// <summary>models/catalog.json. A <see cref="ModelFile"/> whose SHA-256 it lists is described as the catalog says.</summary>
    public string? CatalogFile { get; set; }

    /// <summary>The installation's own catalog, which <c>onpremllm models</c> writes; need not exist. Absolute. Its entries go before those of <see cref="CatalogFile"/>.</summary>
    public string? InstalledCatalogFile { get; set; }

    /// <summary>
    /// Memory that all generation workers together may take by estimate, in bytes; beyond it idle ones are stopped. 0 (default): 80 % of the machine's
    /// memory, or of the control group's limit.
    /// </summary>
    [Range(0, long.MaxValue)]
    public long MemoryBudgetBytes { get; set; }

    /// <summary>Folder that holds speech/ (this repository's models folder). Without it there is no recognizer. Absolute.</summary>
    public string? SpeechModelsFolder { get; set; }

    /// <summary>Streams that one speech worker decodes at a time; 1 to 32, default 4.</summary>
    [Range(1, 32)]
    public int SpeechDecoders { get; set; } = 4;

    /// <summary>How long a worker may take until it answers; 1 s to 1 h, default 60 s. For a model a second more for every 50 MB of its files, all of which are hashed first.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>For models that say nothing else: a worker without a request for this long is stopped; 10 s to 1 day, default 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan IdleStop { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Time between two health checks of a worker; 1 s to 10 min, default 15 s. A worker that misses two in a row is ended.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan HealthInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a worker may take for one batch before it counts as hung and is ended; 10 s to 1 day, default 15 min: a large model without a GPU is slow.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan BatchTimeout { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a worker may take to answer a health check; 1 s to 5 min, default 30 s: a machine whose cores are all busy answers late.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan HealthTimeout { get; set; } = TimeSpan.FromSeconds(30);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        string?[] paths = [WorkerProgram, NativeFolder, SpeechNativeFolder, RunFolder, ModelFile, CatalogFile, InstalledCatalogFile, SpeechModelsFolder];
        foreach (var path in paths.Where(path => path is { Length: > 0 } && !Path.IsPathFullyQualified(path)))
        {
            yield return new($"The path {path} is relative. Give an absolute one: workers do not start in the Host's folder.");
        }

        if (ModelId is not null && CatalogFile is null)
        {
            yield return new("ModelId is set and CatalogFile is not. Name the catalog (models/catalog.json) that holds the model, or set ModelFile.", [nameof(CatalogFile)]);
        }

        if (Isolation is IsolationMode.Remote)
        {
            yield return new("Isolation is Remote, which only an entry of the catalog with a remote engine has. Set Dedicated or Shared.", [nameof(Isolation)]);
        }

        // A worker's socket is RunFolder + "/" + role and 8 digits + "/s": 100 characters leave room within Linux's 107 bytes.
        if (System.Text.Encoding.UTF8.GetByteCount(RunFolder) > LongestRunFolder)
        {
            yield return new($"RunFolder is longer than {LongestRunFolder} bytes and Linux allows 107 for a socket in it. Choose a shorter one, such as /run/onpremllm.", [nameof(RunFolder)]);
        }
    }

    internal const int LongestRunFolder = 70;
}

/// <summary>Who shares a generation worker.</summary>
public enum IsolationMode
{
    /// <summary>Each owner has a worker process of its own, under an account of its own.</summary>
    Dedicated,

    /// <summary>All owners share one process and one copy of the weights. Sequences belong to owners, no prefix is shared, and they are wiped before they change hands.</summary>
    Shared,

    /// <summary>An engine on another server: what it shares there is not known here. Of models whose entry says so, and of no others.</summary>
    Remote,
}

/// <summary>How a worker process is started.</summary>
public enum WorkerLauncher
{
    /// <summary><see cref="Setpriv"/> where the Host may switch accounts (root), else <see cref="Direct"/> with a warning.</summary>
    Auto,

    /// <summary>Each owner's workers under an account of their own, without capabilities. Refused where the Host may not switch accounts.</summary>
    Setpriv,

    /// <summary>Under the Host's own account: the worker is bounded in memory and has no new privileges, but could read the Host's files.</summary>
    Direct,
}
