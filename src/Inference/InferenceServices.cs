using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OnPremLlm.Inference;

/// <summary>Registers inference: <see cref="ILanguageModel"/>, <see cref="ILanguageModels"/>, <see cref="ISpeechRecognizer"/> and what stands behind them.</summary>
public static class InferenceServices
{
    /// <summary>Adds inference in worker processes and by remote engines. Options are checked when the Host starts; models and folders when the first request needs them.</summary>
    public static IServiceCollection AddInference(this IServiceCollection services, Action<InferenceOptions> configure)
    {
        services.AddOptions<InferenceOptions>().Configure(configure).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IWorkerLauncher>(p => new ProcessLauncher(Options(p), Time(p), Logger(p)));
        services.AddSingleton(p => new ModelCatalogs(Options(p), Logger(p)));
        services.AddSingleton(p => new WorkerSupervisor(Options(p), Get<ModelCatalogs>(p), Get<IWorkerLauncher>(p), p.GetService<IModelLoads>(), Time(p), Logger(p)));
        services.AddHostedService(Get<WorkerSupervisor>);
        services.AddSingleton(p => new RemoteClient(Time(p), Logger(p)));
        services.AddSingleton(p => new RemoteProbe(Get<RemoteClient>(p)));
        services.AddSingleton(p => new RemoteLoads(p.GetService<IModelLoads>()));
        services.AddSingleton(p => new LanguageModelMaker(Get<ModelCatalogs>(p), Get<WorkerSupervisor>(p), Get<RemoteClient>(p), Get<RemoteLoads>(p), Options(p), Time(p)));
        services.TryAddSingleton(p => Get<LanguageModelMaker>(p).MakeDrafting());
        services.TryAddSingleton<ILanguageModels>(p => new LocalLanguageModels(Get<ModelCatalogs>(p), Get<LanguageModelMaker>(p), Get<ILanguageModel>(p)));
        services.TryAddSingleton(p => new ChatClients(Get<ILanguageModels>(p)));
        services.TryAddSingleton(p => new EmbeddingGenerators(Get<ILanguageModels>(p)));
        services.TryAddSingleton<ISpeechRecognizer>(p => new WorkerSpeechRecognizer(Get<WorkerSupervisor>(p)));
        services.AddSingleton(p => new ModelRegistry(Get<ModelCatalogs>(p), Get<WorkerSupervisor>(p)));
        services.AddSingleton(p => new InstalledModels(Options(p), Get<ModelCatalogs>(p)));
        services.AddSingleton(p => new DeviceProbe(Options(p)));
        services.AddSingleton(p => new ModelImport(new ModelInspector(Options(p))));
        return services;
    }

    static InferenceOptions Options(IServiceProvider provider) => Get<IOptions<InferenceOptions>>(provider).Value;

    static TimeProvider Time(IServiceProvider provider) => Get<TimeProvider>(provider);

    static ILogger<WorkerSupervisor> Logger(IServiceProvider provider) => Get<ILogger<WorkerSupervisor>>(provider);

    static T Get<T>(IServiceProvider provider)
        where T : notnull => provider.GetRequiredService<T>();
}
