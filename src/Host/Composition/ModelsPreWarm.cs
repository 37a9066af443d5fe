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
            try
            {
                await LoadAsync(new OwnerId(tenant.Id.Value), stoppingToken);
            }
            catch (InferenceException failure)
            {
                log.PreWarmFailed(failure.Failure is InferenceFailure.Busy ? LogLevel.Warning : LogLevel.Error, tenant.Id.Value, failure.Failure, failure.Message);
            }
        }
    }

    async Task LoadAsync(OwnerId owner, CancellationToken ct)
    {
        foreach (var id in registry.Of(owner).Where(model => model.PreWarm).Select(model => model.Id))
        {
            await (models.Find(owner, id)?.DescribeAsync(owner, ct) ?? default);
        }
    }
}
