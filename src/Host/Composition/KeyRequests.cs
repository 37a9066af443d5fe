using System.Diagnostics;
using OnPremLlm.Tenancy;
using OnPremLlm.Tenancy.ApiKeys;

namespace OnPremLlm.Host.Composition;

/// <summary>What interface, page and command line have in common when they make and show keys.</summary>
internal static class KeyRequests
{
    /// <summary>
    /// A key as asked for: no scopes at all means all, no days means the default. Throws <see cref="ApiKeyRefusedException"/> where the rules are broken.
    /// </summary>
    public static NewApiKey New(string? name, IReadOnlyCollection<string?>? scopes, int? days, bool neverExpires, PersonId? by) => new()
    {
        Name = name ?? "",
        Scopes = scopes is null ? ApiKeyScopes.All : ScopeNames.Parse(scopes),
        Lifetime = (days, neverExpires) switch
        {
            (not null, true) => throw new ApiKeyRefusedException("A key cannot both expire and never expire. Give either the days or that it never expires."),
            (null, true) => ApiKeyLifetime.Never,
            (null, false) => ApiKeyLifetime.OfDays(ApiKeyLifetime.DefaultDays),
            ({ } some, false) => ApiKeyLifetime.OfDays(some),
        },
        CreatedBy = by,
    };

    public static string StateName(ApiKeyState state) => state switch
    {
        ApiKeyState.Active => "active",
        ApiKeyState.Expired => "expired",
        ApiKeyState.Revoked => "revoked",
        _ => throw new UnreachableException(),
    };
}
