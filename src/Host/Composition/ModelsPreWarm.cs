using OnPremLlm.Inference;
using OnPremLlm.Tenancy.Directory;

namespace OnPremLlm.Host.Composition;

/// <summary>After a start, loads the models that are marked for it, one after the other, for each clinic that may use them.</summary>
internal sealed class ModelsPreWarm(TenantDirectory tenants, ModelRegistry registry, ILanguageModels models, ILogger<ModelsPreWarm> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var tenant in await tenants.ListAsync(stoppingToken))
        {
            var owner = new OwnerId(tenant.Id.Value);
            foreach (var id in Marked(owner))
            {
                await LoadAsync(owner, id, stoppingToken);
            }
        }
    }

    IReadOnlyList<string> Marked(OwnerId owner)
    {
        try
        {
            return [.. registry.Of(owner).Where(model => model.PreWarm).Select(model => model.Id)];
        }
        catch (InferenceException failure)
        {
            log.PreWarmFailed(LogLevel.Error, "of the catalog", owner.Value, failure.Failure, failure.Message);
            return [];
        }
    }

    // One that cannot be loaded keeps none of the others from it.
    async Task LoadAsync(OwnerId owner, string id, CancellationToken ct)
    {
        try
        {
            await (models.Find(owner, id)?.DescribeAsync(owner, ct) ?? default);
        }
        catch (InferenceException failure)
        {
            log.PreWarmFailed(failure.Failure is InferenceFailure.Busy ? LogLevel.Warning : LogLevel.Error, id, owner.Value, failure.Failure, failure.Message);
        }
    }
}
