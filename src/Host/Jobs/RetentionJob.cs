using OnPremLlm.Scribe.Parking;
using OnPremLlm.Scribe.Retention;
using OnPremLlm.Tenancy;
using OnPremLlm.Tenancy.Directory;

namespace OnPremLlm.Host.Jobs;

/// <summary>
/// The recurring sweep over every tenant's due table. Hangfire stores this method's name and no argument; a failure is stored as the
/// event id of the log line that tells the tenant, never as the exception's text.
/// </summary>
internal sealed class RetentionJob(TenantDirectory tenants, RetentionSweep sweep, IdleVisits idle, ILogger<RetentionJob> log)
{
    public const string Id = "retention-sweep";

    public async Task RunAsync(CancellationToken ct)
    {
        var failed = 0;
        foreach (var tenant in await tenants.ListAsync(ct))
        {
            try
            {
                await sweep.RunAsync(tenant.Id, ct);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // One tenant's failure must not keep the others' records.
                log.SweepFailed(tenant.Id.Value, failure.GetType().Name);
                failed++;
            }
        }

        await idle.RunAsync(ct); // after every purge

        if (failed > 0)
        {
            throw new RetentionJobException(failed);
        }
    }
}

/// <summary>What Hangfire may keep of a failed sweep.</summary>
internal sealed class RetentionJobException(int tenants) : Exception($"Event 1004 for {tenants} tenant(s): see the log.");
