using System.Security.Claims;
using OnPremLlm.Tenancy;
using OnPremLlm.Tenancy.ApiKeys;

namespace OnPremLlm.Host.Api;

/// <summary>
/// Who asks under /v1, read once at the edge: a program with a key of a clinic, or a signed-in person of one. Exactly one of
/// <see cref="Key"/> and <see cref="Person"/> is there.
/// </summary>
internal sealed record ApiCaller(TenantId Tenant, ApiKeyId? Key, PersonId? Person)
{
    public const string KeyClaim = "api-key";
    public const string ScopeClaim = "scope";

    /// <summary>Fails closed: no tenant, or not exactly one of key and person, no caller. Throws <see cref="NoCallerException"/>.</summary>
    public static ApiCaller From(ClaimsPrincipal? principal) => Find(principal) ?? throw new NoCallerException();

    /// <summary>Binds the parameter of minimal API handlers.</summary>
    public static ValueTask<ApiCaller?> BindAsync(HttpContext context) => ValueTask.FromResult<ApiCaller?>(From(context.User));

    static ApiCaller? Find(ClaimsPrincipal? principal)
    {
        ApiKeyId? key = ApiKeyId.TryParse(principal?.FindFirstValue(KeyClaim), out var named) ? named : null;
        PersonId? person = Guid.TryParse(principal?.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? new PersonId(id) : null;
        return Guid.TryParse(principal?.FindFirstValue(Caller.TenantClaim), out var tenant) && key is null != person is null
            ? new ApiCaller(new TenantId(tenant), key, person)
            : null;
    }
}
