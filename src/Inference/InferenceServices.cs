using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OnPremLlm.Inference;

/// <summary>Registers local inference: <see cref="ILanguageModel"/>, <see cref="ISpeechRecognizer"/> and the <see cref="WorkerSupervisor"/> behind them.</summary>
public static class InferenceServices
{
    /// <summary>Adds inference in worker processes. Options are checked when the Host starts; models and folders when the first request needs them.</summary>
    public static IServiceCollection AddInference(this IServiceCollection services, Action<InferenceOptions> configure)
    {
        services.AddOptions<InferenceOptions>().Configure(configure).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IWorkerLauncher>(provider => new ProcessLauncher(
            provider.GetRequiredService<IOptions<InferenceOptions>>().Value, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<WorkerSupervisor>>()));
        services.AddSingleton(provider => new WorkerSupervisor(
            provider.GetRequiredService<IOptions<InferenceOptions>>().Value, provider.GetRequiredService<IWorkerLauncher>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<WorkerSupervisor>>()));
        services.AddHostedService(provider => provider.GetRequiredService<WorkerSupervisor>());
        services.TryAddSingleton<ILanguageModel>(provider => new ScheduledLanguageModel(
            new WorkerLanguageModel(provider.GetRequiredService<WorkerSupervisor>(), provider.GetRequiredService<IOptions<InferenceOptions>>().Value),
            provider.GetRequiredService<IOptions<InferenceOptions>>().Value,
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<ILanguageModels>(provider => new LocalLanguageModels(
            provider.GetRequiredService<IOptions<InferenceOptions>>().Value, provider.GetRequiredService<ILanguageModel>()));
        services.TryAddSingleton(provider => new ChatClients(provider.GetRequiredService<ILanguageModels>()));
        services.TryAddSingleton<ISpeechRecognizer>(provider => new WorkerSpeechRecognizer(provider.GetRequiredService<WorkerSupervisor>()));
        return services;
    }
}
