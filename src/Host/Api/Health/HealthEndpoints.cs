using Microsoft.AspNetCore.Http.HttpResults;

namespace OnPremLlm.Host.Api.Health;

/// <summary>/healthz and /readyz for monitoring: without a session, cheap, and without a name of a clinic or a person.</summary>
internal static class HealthEndpoints
{
    public const string RateLimit = "health";

    static readonly string[] _methods = [HttpMethods.Get, HttpMethods.Head];

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        Map(routes, "/healthz", Alive);
        Map(routes, "/readyz", ReadyAsync);
    }

    static void Map(IEndpointRouteBuilder routes, string path, Delegate handler) => routes.MapMethods(path, _methods, handler).WithTags("Monitoring")
        .AllowAnonymous().WithMetadata(OutsideTenancy.Because("states and counts of the installation; no clinic, no record")).RequireRateLimiting(RateLimit);

    static Ok<Alive> Alive() => TypedResults.Ok(new Alive());

    // 503 only for what no clinic can do without: one model that fails must not take the others out of a load balancer.
    static async Task<JsonHttpResult<Readiness>> ReadyAsync(ReadinessCheck check, CancellationToken ct)
    {
        var answer = await check.AskAsync(ct);
        return TypedResults.Json(answer, statusCode: answer.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}

/// <summary>The process answers.</summary>
internal sealed record Alive
{
    public string Status { get; } = "ok";
}
