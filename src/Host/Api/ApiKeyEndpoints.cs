using Microsoft.AspNetCore.Http.HttpResults;
using OnPremLlm.Host.Composition;
using OnPremLlm.Scribe.Protocol;
using OnPremLlm.Tenancy.ApiKeys;

namespace OnPremLlm.Host.Api;

/// <summary>/api/admin/keys: the keys by which programs of the administrator's own clinic use /v1.</summary>
internal static class ApiKeyEndpoints
{
    public static void MapApiKeys(this IEndpointRouteBuilder routes)
    {
        var keys = routes.MapGroup("/api/admin/keys").RequireAuthorization(Policies.TenantAdministrator).WithTags("Administration");
        keys.MapGet("", ListAsync);
        keys.MapPost("", CreateAsync);
        keys.MapDelete("{id}", RevokeAsync);
    }

    static async Task<Ok<IReadOnlyList<ApiKeySummary>>> ListAsync(Caller caller, ApiKeys keys, TimeProvider clock, CancellationToken ct) =>
        TypedResults.Ok<IReadOnlyList<ApiKeySummary>>([.. (await keys.ListAsync(caller.Tenant, ct)).Select(key => Summary(key, clock))]);

    static async Task<Results<Created<NewApiKeyText>, ProblemHttpResult>> CreateAsync(CreateApiKeyRequest request, Caller caller, ApiKeys keys, TimeProvider clock, CancellationToken ct)
    {
        try
        {
            var made = await keys.CreateAsync(caller.Tenant, KeyRequests.New(request.Name, request.Scopes, request.ExpiresInDays, request.NeverExpires, caller.Person), ct);
            return TypedResults.Created($"/api/admin/keys/{made.Key.Id}", new NewApiKeyText { Key = made.Text, Summary = Summary(made.Key, clock) });
        }
        catch (ApiKeyRefusedException refused)
        {
            return TypedResults.Problem(refused.Message, statusCode: StatusCodes.Status400BadRequest, title: "Not possible", extensions: Problems.Code(HubErrors.Invalid));
        }
    }

    // Another clinic's key, nobody's and text that is no id are answered alike.
    static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(string id, Caller caller, ApiKeys keys, CancellationToken ct) =>
        ApiKeyId.TryParse(id, out var key) && await keys.RevokeAsync(caller.Tenant, key, ct)
            ? TypedResults.NoContent()
            : TypedResults.Problem("Your clinic has no such API key. GET /api/admin/keys lists those that it has.", statusCode: StatusCodes.Status404NotFound, title: "Not found",
                extensions: Problems.Code(ApiErrors.ApiKeyNotFound));

    static ApiKeySummary Summary(ApiKey key, TimeProvider clock) => new()
    {
        Id = key.Id.Value,
        Name = key.Name,
        Scopes = ScopeNames.Of(key.Scopes),
        State = KeyRequests.StateName(key.StateAt(clock.GetUtcNow())),
        CreatedAt = key.CreatedAt,
        CreatedBy = key.CreatedBy?.Value,
        ExpiresAt = key.ExpiresAt,
        RevokedAt = key.RevokedAt,
        LastUsedOn = key.LastUsedOn,
    };
}
