using Microsoft.AspNetCore.Authorization;

namespace OnPremLlm.Host.Api;

/// <summary>The authorization policies; every endpoint names one, and whatever names none is refused (fallback policy).</summary>
internal static class Policies
{
    public const string Clinician = "clinician";
    public const string Compliance = "compliance";
    public const string TenantAdministrator = "tenant-administrator";
    public const string Inference = "api-inference";
    public const string ModelList = "api-models";

    public static void Add(AuthorizationOptions options)
    {
        options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
        foreach (var role in (string[])[Inference, ModelList])
        {
            options.AddPolicy(role, policy => policy.RequireAuthenticatedUser().RequireClaim(Caller.TenantClaim));
        }

        foreach (var role in (string[])[Clinician, Compliance, TenantAdministrator])
        {
            options.AddPolicy(role, policy => policy.RequireAuthenticatedUser().RequireRole(role).RequireClaim(Caller.TenantClaim));
        }
    }
}
