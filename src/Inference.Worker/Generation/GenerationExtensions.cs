using OnPremLlm.Inference.Worker.Hosting;

namespace OnPremLlm.Inference.Worker.Generation;

/// <summary>Adds text generation to a worker.</summary>
internal static class GenerationExtensions
{
    /// <summary>Checks and loads the model now, so that a worker that cannot serve never listens.</summary>
    /// <exception cref="WorkerStartException">The model, the libraries or an option cannot be used.</exception>
    public static void AddGeneration(this WebApplicationBuilder worker, GenerationOptions options)
    {
        // The engine outlives the builder, so it brings loggers of the same kind as the host's own.
        var loggers = LoggerFactory.Create(WorkerHost.ConfigureLogs);
        var engine = GenerationEngine.Load(options, TimeProvider.System, loggers.CreateLogger<GenerationEngine>());
        worker.Services.AddSingleton(_ => engine); // made by a factory, so that the container disposes it
        worker.Services.AddSingleton<IEngine>(engine);
        worker.Services.AddSingleton(new TextPacer(TimeProvider.System));
    }

    public static void MapGeneration(this WebApplication worker) => worker.MapGrpcService<GenerationService>();
}
