using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using OnPremLlm.Host.Composition;

namespace OnPremLlm.Host.Api;

/// <summary>The authorization policies; every endpoint names one, and whatever names none is refused (fallback policy).</summary>
internal static class Policies
{
    public const string Clinician = "clinician";
    public const string Compliance = "compliance";
    public const string TenantAdministrator = "tenant-administrator";

    // Under /v1. Each is the scope of an API key by its name, and is satisfied by a signed-in person of a clinic too.
    public const string Inference = "inference";
    public const string Embeddings = "embeddings";
    public const string ModelList = "models";

    public static void Add(AuthorizationOptions options)
    {
        options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
        foreach (var role in (string[])[Clinician, Compliance, TenantAdministrator])
        {
            options.AddPolicy(role, policy => policy.RequireAuthenticatedUser().RequireRole(role).RequireClaim(Caller.TenantClaim));
        }

        foreach (var scope in ScopeNames.All)
        {
            options.AddPolicy(scope, policy => policy.AddAuthenticationSchemes(KeyOrSession.Scheme).RequireAuthenticatedUser().RequireClaim(Caller.TenantClaim)
                .RequireAssertion(context => context.User.HasClaim(ApiCaller.ScopeClaim, scope) || context.User.HasClaim(claim => claim.Type == ClaimTypes.NameIdentifier)));
        }
    }
}
