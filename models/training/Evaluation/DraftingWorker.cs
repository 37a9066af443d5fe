using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OnPremLlm.Inference;

namespace OnPremLlm.Training.Evaluation;

/// <summary>A model in the product's own worker, in a process of its own.</summary>
internal sealed class DraftingWorker : IAsyncDisposable
{
    readonly ServiceProvider services;

    // Not below a folder that only root may enter: the worker's account has to reach it.
    readonly DirectoryInfo folder = Directory.CreateDirectory(Path.Combine("/tmp", "opl-evaluate-" + Path.GetRandomFileName()[..8]));

    /// <param name="file">GGUF.</param>
    /// <param name="root">The repository, with its worker built.</param>
    public DraftingWorker(string file, string root)
    {
        var (model, catalog) = (Path.Combine(folder.FullName, "model.gguf"), Path.Combine(folder.FullName, "catalog.json"));
        File.Copy(file, model);
        File.WriteAllText(catalog, """{"models":[]}""");
        services = new ServiceCollection().AddLogging(log => log.SetMinimumLevel(LogLevel.Warning)).AddInference(options =>
        {
            options.WorkerProgram = Path.Combine(root, "src", "Inference.Worker", "bin", "Release", "net10.0", "OnPremLlm.Inference.Worker.dll");
            options.NativeFolder = Path.Combine(root, "deploy", "native", "node_modules", "@node-llama-cpp", "linux-x64");
            options.ModelFile = model;
            options.CatalogFile = catalog;
            options.Threads = 1;
            options.Sequences = 1;
            options.RunFolder = Path.Combine(folder.FullName, "run");
        }).BuildServiceProvider();
    }

    public ILanguageModel Model => services.GetRequiredService<ILanguageModel>();

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
