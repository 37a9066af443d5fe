using System.Security.Claims;
using OnPremLlm.Tenancy;

namespace OnPremLlm.Host.Api;

/// <summary>
/// Who is asking, read once at the edge from the authenticated identity. A request of somebody without a clinic never becomes one.
/// </summary>
internal sealed record Caller(TenantId Tenant, PersonId Person, string DisplayName)
{
    public const string TenantClaim = "tenant";
    public const string TenantNameClaim = "tenant-name";

    /// <summary>Fails closed: no tenant, no caller.</summary>
    public static Caller From(ClaimsPrincipal principal) =>
        Guid.TryParse(principal.FindFirstValue(TenantClaim), out var tenant) && Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var person)
            ? new Caller(new TenantId(tenant), new PersonId(person), principal.FindFirstValue(ClaimTypes.Name) ?? "")
            : throw new UnauthorizedAccessException("The session names no clinic.");

    /// <summary>Binds the parameter of minimal API handlers.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext context) => ValueTask.FromResult<Caller?>(From(context.User));
}
