using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OnPremLlm.Scribe.Evidence;

namespace OnPremLlm.Scribe.Drafting;

public static class DraftingExtensions
{
    /// <summary>Adds <see cref="Drafter"/> and <see cref="EvidenceGate"/>. Needs an ILanguageModel in the container.</summary>
    /// <param name="services">The container.</param>
    /// <param name="formulary">From <see cref="Formulary.Load"/>.</param>
    public static IServiceCollection AddDrafting(this IServiceCollection services, IReadOnlySet<string> formulary)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(new EvidenceGate(formulary));
        services.AddSingleton<Drafter>();
        return services;
    }
}
