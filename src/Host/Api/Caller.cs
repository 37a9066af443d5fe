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

    /// <summary>Fails closed: no tenant, no caller. Throws <see cref="NoCallerException"/>.</summary>
    public static Caller From(ClaimsPrincipal? principal) => Find(principal) ?? throw new NoCallerException();

    /// <summary>Binds the parameter of minimal API handlers.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext context) => ValueTask.FromResult<Caller?>(From(context.User));

    /// <summary>Whether it is the same person in the same clinic; the name may have changed.</summary>
    public bool Is(ClaimsPrincipal? principal) => Find(principal) is { } other && Tenant == other.Tenant && Person == other.Person;

    static Caller? Find(ClaimsPrincipal? principal) =>
        Guid.TryParse(principal?.FindFirstValue(TenantClaim), out var tenant) && Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var person)
            ? new Caller(new TenantId(tenant), new PersonId(person), principal.FindFirstValue(ClaimTypes.Name) ?? "")
            : null;
}

/// <summary>
/// The session names no person of a clinic: answered with 401. A type of its own, because the system's UnauthorizedAccessException is also what a
/// file without permission throws, which is a failure of the server.
/// </summary>
internal sealed class NoCallerException() : Exception("The session names nobody of a clinic. Sign in again.");
