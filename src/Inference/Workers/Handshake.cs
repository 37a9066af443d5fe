using OnPremLlm.Inference.Protocol;

namespace OnPremLlm.Inference;

/// <summary>What a worker must be before it is sent anything. The pins change together with deploy/native/package.json.</summary>
internal static class Handshake
{
    public const string LlamaVersion = "0.5.0-dev";
    public const string LlamaCommit = "0ad4a86";

    /// <summary>sizeof each native struct that crosses into llama.cpp, in the pinned build.</summary>
    public static IReadOnlyDictionary<string, int> StructSizes { get; } = new Dictionary<string, int>
    {
        ["llama_model_params"] = 80,
        ["llama_context_params"] = 160,
        ["llama_batch"] = 56,
        ["llama_chat_message"] = 16,
    };

    static readonly string[] _speechEngines = ["pocketsphinx", "sherpa-onnx"];

    /// <summary>Throws <see cref="InferenceException"/> when the worker is not what was started.</summary>
    public static void Check(WorkerDescription worker, WorkerLaunch launch, IWorkerProcess process)
    {
        CheckProtocol(worker, launch, process);
        if (launch.Kind == WorkerKind.Speech)
        {
            Require(_speechEngines.Contains(worker.Engine), $"its engine is \"{worker.Engine}\" and known are {string.Join(", ", _speechEngines)}");
            return;
        }

        CheckEngine(worker);
        CheckModel(worker, launch);
        CheckIsolation(worker, launch);
        if (launch.Model is { GpuLayers: > 0 and var gpuLayers } && !worker.Devices.Any(device => device.Kind is "gpu" or "igpu"))
        {
            throw new InferenceException(InferenceFailure.Misconfigured, $"GpuLayers of {launch.Model.Id} is {gpuLayers}, and the worker found no GPU, only: {Devices(worker)}. Check the driver, the CUDA runtime and that the Host was started with the CUDA package (serve --native), or set gpuLayers to 0.");
        }
    }

    public static string Devices(WorkerDescription worker) => string.Join("; ", DeviceList(worker));

    public static IReadOnlyList<string> DeviceList(WorkerDescription worker) => [.. worker.Devices.Select(device => $"{device.Name}: {device.Description}")];

    static void CheckProtocol(WorkerDescription worker, WorkerLaunch launch, IWorkerProcess process)
    {
        Require(worker.ProtocolVersion == ProtocolVersion.Current, $"it speaks protocol {worker.ProtocolVersion} and this Host {ProtocolVersion.Current}");
        var role = launch.Kind == WorkerKind.Generation ? WorkerRole.Generation : WorkerRole.Speech;
        Require(worker.Role == role, $"its role is {worker.Role} and {role} was asked for");
        Require(worker.ProcessId == process.ProcessId && worker.UserId == process.UserId,
            $"it says it is process {worker.ProcessId} of user {worker.UserId}, and process {process.ProcessId} of user {process.UserId} was started");
    }

    static void CheckEngine(WorkerDescription worker)
    {
        Require(worker.Engine == "llama.cpp", $"its engine is \"{worker.Engine}\" and llama.cpp was expected");
        Require(worker.EngineVersion == LlamaVersion && worker.EngineCommit == LlamaCommit,
            $"its llama.cpp is {worker.EngineVersion} ({worker.EngineCommit}) and {LlamaVersion} ({LlamaCommit}) is pinned");
        foreach (var (name, size) in StructSizes)
        {
            Require(worker.StructSizes.TryGetValue(name, out var actual) && actual == size, $"its {name} has {(worker.StructSizes.TryGetValue(name, out var told) ? told : 0)} bytes and the pinned build's {size}");
        }
    }

    static void CheckModel(WorkerDescription worker, WorkerLaunch launch)
    {
        if (worker.Model is null || (launch.Model?.Sha256 is { } expected && worker.Model.Sha256 != expected))
        {
            throw new InferenceException(InferenceFailure.ModelRefused, $"The model {launch.Model?.Id} has SHA-256 {worker.Model?.Sha256} and the catalog says {launch.Model?.Sha256}. It was not used. Fetch the file again, or correct the catalog if the file was exchanged on purpose.");
        }
    }

    // What one clinic said would stay in memory that the others' requests are computed in, until by chance all are idle.
    static void CheckIsolation(WorkerDescription worker, WorkerLaunch launch)
    {
        if (launch.Model is { Isolation: IsolationMode.Shared } && !worker.Model.WipesOwnersApart)
        {
            throw new InferenceException(InferenceFailure.ModelRefused, $"The model {launch.Model.Id} (architecture {worker.Model.Architecture}) is to be shared, and what it holds for one clinic cannot be overwritten while it works for others. Set its isolation to dedicated, or choose another model.");
        }
    }

    static void Require(bool holds, string difference)
    {
        if (!holds)
        {
            throw new InferenceException(InferenceFailure.Incompatible, $"The worker was refused: {difference}. Install the worker and the native packages of this same release (run deploy/prerequisites and build again), and check --native.");
        }
    }
}
