using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OnPremLlm.TestSupport;

namespace OnPremLlm.Inference.Tests.Support;

/// <summary>The product's own worker with the demonstration model, started as the Host starts it.</summary>
internal sealed class RealWorkers : IAsyncDisposable
{
    readonly ServiceProvider _services;

    public RealWorkers(Action<InferenceOptions>? configure = null, Action<IServiceCollection>? services = null)
    {
        // Not below a folder that only root may enter: the worker's account has to reach it.
        RunFolder = Path.Combine("/tmp", "opl-run-" + Path.GetRandomFileName()[..8]);
        var collection = new ServiceCollection();
        services?.Invoke(collection);
        _services = collection.AddLogging().AddInference(options =>
        {
            Defaults(options);
            options.RunFolder = RunFolder;
            configure?.Invoke(options);
        }).BuildServiceProvider();
    }

    public static OwnerId Owner => ScriptedSupervision.Owner;

    public static OwnerId OtherOwner => ScriptedSupervision.OtherOwner;

    public static string DemoModel { get; } = Repository.PathOf("models", "demo", "demo-scribe-interim-q8_0.gguf");

    public static string DemoModelSha256 => "1b9ef145a6a8f03a77a96dd11a45fd3f9a3af779126f35ecd79651bcec9beb21";

    /// <summary>A request that runs until it is ended: about a thousand tokens of whatever the model says.</summary>
    public static GenerationRequest Long { get; } = Requests.Of("Doctor: hello.", 900) with { Grammar = "root ::= [a-z ] root" };

    public string RunFolder { get; }

    public ILanguageModel Model => _services.GetRequiredService<ILanguageModel>();

    public ILanguageModels Models => _services.GetRequiredService<ILanguageModels>();

    public ModelRegistry Registry => _services.GetRequiredService<ModelRegistry>();

    public ModelImport Import => _services.GetRequiredService<ModelImport>();

    public ISpeechRecognizer Recognizer => _services.GetRequiredService<ISpeechRecognizer>();

    public WorkerSupervisor Supervisor => _services.GetRequiredService<WorkerSupervisor>();

    public IEnumerable<IHostedService> HostedServices => _services.GetServices<IHostedService>();

    public WorkerStatus StatusOf(OwnerId owner) => Supervisor.Workers.Single(worker => worker.Owner == owner);

    public static void Defaults(InferenceOptions options)
    {
        var built = new DirectoryInfo(AppContext.BaseDirectory);
        options.WorkerProgram = Repository.PathOf("src", "Inference.Worker", "bin", built.Parent!.Name, built.Name, "OnPremLlm.Inference.Worker.dll");
        var packages = new DirectoryInfo(Repository.PathOf("deploy", "native", "node_modules"));
        options.SpeechNativeFolder = packages.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? packages.FullName;
        options.NativeFolder = Path.Combine(options.SpeechNativeFolder, "@node-llama-cpp", "linux-x64");
        options.SpeechModelsFolder = Repository.PathOf("models");
        options.ModelFile = DemoModel;
        options.Threads = 1;
    }

    /// <summary>Sends a signal ("KILL", "STOP", "CONT") to a process that this test started.</summary>
    public static void Signal(string signal, int processId)
    {
        using var kill = Process.Start("/bin/kill", [$"-{signal}", $"{processId}"]);
        kill.WaitForExit();
    }

    /// <summary>A field of /proc/PID/status.</summary>
    public static string ProcField(int processId, string name) =>
        File.ReadLines($"/proc/{processId}/status").First(line => line.StartsWith(name + ":", StringComparison.Ordinal))[(name.Length + 1)..].Trim();

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (Directory.Exists(RunFolder))
        {
            Directory.Delete(RunFolder, recursive: true);
        }
    }
}
