using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using OnPremLlm.Host.Api;
using OnPremLlm.Tenancy;
using OnPremLlm.Tenancy.Directory;
using OnPremLlm.Tenancy.People;

namespace OnPremLlm.Host.Composition;

/// <summary>Checks a password against the account's hash and makes the identity that every later request is judged by.</summary>
internal sealed class SignInDesk(UserManager<Person> accounts, People people, TenantDirectory tenants, SignInBrake brake)
{
    // Compared against when the account's own hash may not be. Attack: whoever measures how long the refusal takes learns which accounts exist.
    static readonly string _decoy = new PasswordHasher<Person>().HashPassword(new Person(), Guid.NewGuid().ToString());

    /// <summary>
    /// Null for a wrong pair, a locked account, an account without a role, and a suspended clinic alike. Throws <see cref="TooManyTriesException"/>
    /// when this address, or addresses that the account does not know, tried too often.
    /// </summary>
    public async Task<ClaimsPrincipal?> AuthenticateAsync(string email, string password, IPAddress? address, CancellationToken ct)
    {
        using var attempt = brake.Begin(address, email);
        if (await CheckAsync(await accounts.FindByEmailAsync(email.Trim()), password) is not { } person)
        {
            attempt.Wrong();
            return null;
        }

        attempt.Right();
        return await IdentifyAsync(person, ct);
    }

    /// <summary>
    /// The same session as it would be made now: the same person in the same clinic, with the roles of today. Null when the person has none left
    /// there or is gone, and when the clinic is suspended.
    /// </summary>
    public async Task<ClaimsPrincipal?> RenewAsync(ClaimsPrincipal session, CancellationToken ct)
    {
        if (session.FindFirstValue(ClaimTypes.NameIdentifier) is not { } id || await accounts.FindByIdAsync(id) is not { } person)
        {
            return null;
        }

        TenantId? tenant = Guid.TryParse(session.FindFirstValue(Caller.TenantClaim), out var named) ? new TenantId(named) : null;
        return await InAsync(tenant, person, await people.FindMembershipsAsync(new PersonId(person.Id), ct), ct);
    }

    // One hash is computed and nothing is written on every path to a refusal: the wrong tries are counted by the brake, in memory.
    async Task<Person?> CheckAsync(Person? person, string password)
    {
        if (person is { PasswordHash: not null } && !await accounts.IsLockedOutAsync(person))
        {
            return await accounts.CheckPasswordAsync(person, password) ? person : null;
        }

        accounts.PasswordHasher.VerifyHashedPassword(new Person(), _decoy, password);
        return null;
    }

    async Task<ClaimsPrincipal?> IdentifyAsync(Person person, CancellationToken ct)
    {
        var memberships = await people.FindMembershipsAsync(new PersonId(person.Id), ct);
        return memberships.Count == 0 ? null : await InAsync(memberships.Select(m => m.TenantId).FirstOrDefault(t => t is not null), person, memberships, ct);
    }

    async Task<ClaimsPrincipal?> InAsync(TenantId? tenantId, Person person, IReadOnlyList<Membership> memberships, CancellationToken ct)
    {
        Claim[] roles = [.. memberships.Where(m => m.TenantId == tenantId).Select(m => new Claim(ClaimTypes.Role, RoleNames.Of(m.Role)))];
        var tenant = tenantId is { } id ? await tenants.FindAsync(id, ct) : null;
        if (roles.Length == 0 || (tenantId is not null && tenant is not { State: TenantState.Active }))
        {
            return null;
        }

        List<Claim> claims = [new(ClaimTypes.NameIdentifier, person.Id.ToString("D")), new(ClaimTypes.Name, person.DisplayName), .. roles];
        if (tenant is not null)
        {
            claims.Add(new Claim(Caller.TenantClaim, tenant.Id.Value.ToString("D")));
            claims.Add(new Claim(Caller.TenantNameClaim, tenant.Name));
        }

        return new ClaimsPrincipal(new ClaimsIdentity(claims, CookieAuthenticationDefaults.AuthenticationScheme));
    }
}
