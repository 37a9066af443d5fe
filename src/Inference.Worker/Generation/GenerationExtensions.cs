using OnPremLlm.Inference.Worker.Embeddings;
using OnPremLlm.Inference.Worker.Engine;
using OnPremLlm.Inference.Worker.Hosting;

namespace OnPremLlm.Inference.Worker.Generation;

/// <summary>Adds to a worker what its model does: generate text, or make embeddings.</summary>
internal static class GenerationExtensions
{
    /// <summary>Checks and loads the model now, so that a worker that cannot serve never listens.</summary>
    /// <exception cref="WorkerStartException">The model, the libraries or an option cannot be used.</exception>
    public static void AddGeneration(this WebApplicationBuilder worker, GenerationOptions options)
    {
        // The engine outlives the builder, so it brings loggers of the same kind as the host's own.
        var loggers = LoggerFactory.Create(WorkerHost.ConfigureLogs);
        var logger = loggers.CreateLogger<LoadedModel>();
        var model = LoadedModel.Open(options, logger);
        if (model.Header.Pooling is null)
        {
            Add(worker, GenerationEngine.Create(model, options, TimeProvider.System, logger));
            worker.Services.AddSingleton(new TextPacer(TimeProvider.System));
        }
        else
        {
            Add(worker, EmbeddingEngine.Create(model, options, TimeProvider.System, logger));
        }
    }

    public static void MapGeneration(this WebApplication worker)
    {
        if (worker.Services.GetRequiredService<IEngine>() is EmbeddingEngine)
        {
            worker.MapGrpcService<EmbeddingService>();
        }
        else
        {
            worker.MapGrpcService<GenerationService>();
        }
    }

    static void Add<T>(WebApplicationBuilder worker, T engine)
        where T : class, IEngine
    {
        worker.Services.AddSingleton(_ => engine); // made by a factory, so that the container disposes it
        worker.Services.AddSingleton<IEngine>(engine);
    }
}
