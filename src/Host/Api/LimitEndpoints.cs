using Microsoft.AspNetCore.Http.HttpResults;
using OnPremLlm.Scribe.Protocol;
using OnPremLlm.Tenancy.Limits;

namespace OnPremLlm.Host.Api;

/// <summary>
/// /api/admin/limits: what the administrator's own clinic may take of the language models. Read only: limits protect clinics from each other, so no
/// clinic sets its own, and no address of this Host changes anything of a clinic that the caller does not belong to. IT sets them with
/// <c>onpremllm limits</c>.
/// </summary>
internal static class LimitEndpoints
{
    public static void MapLimits(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/admin/limits", ShowAsync).RequireAuthorization(Policies.TenantAdministrator).WithTags("Administration");

    static async Task<Ok<LimitsSummary>> ShowAsync(Caller caller, LimitsDesk desk, CancellationToken ct)
    {
        var limits = await desk.GetAsync(caller.Tenant, ct);
        return TypedResults.Ok(new LimitsSummary
        {
            Concurrency = limits.Concurrency,
            Queue = limits.Queue,
            TokensPerMinute = limits.TokensPerMinute,
            ContextTokens = limits.ContextTokens,
            Weight = limits.Weight,
            ChangedAt = limits.ChangedAt,
        });
    }
}
