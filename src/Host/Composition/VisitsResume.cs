using OnPremLlm.Scribe.Visits;
using OnPremLlm.Tenancy;
using OnPremLlm.Tenancy.Directory;

namespace OnPremLlm.Host.Composition;

/// <summary>After a start, lets every visit go on with what it was doing when the Host stopped: transcription and drafting.</summary>
internal sealed class VisitsResume(TenantDirectory tenants, VisitRecovery recovery, ILogger<VisitsResume> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var tenant in await tenants.ListAsync(stoppingToken))
        {
            try
            {
                log.VisitsResumed(tenant.Id.Value, await recovery.ResumeAsync(tenant.Id, stoppingToken));
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                log.ResumeFailed(tenant.Id.Value, failure.GetType().Name);
            }
        }
    }
}
