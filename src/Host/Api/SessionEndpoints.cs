using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using OnPremLlm.Host.Composition;
using OnPremLlm.Scribe;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Host.Api;

/// <summary>/api/session: sign in, who am I, sign out.</summary>
internal static class SessionEndpoints
{
    public const string RateLimit = "sign-in";

    /// <summary>Bytes; a pair of address and password needs a few hundred.</summary>
    const int LargestSignIn = 16 * 1024;

    public static void MapSession(this IEndpointRouteBuilder routes)
    {
        var session = routes.MapGroup("/api/session").WithTags("Session");
        session.MapPost("", SignInAsync).AllowAnonymous().WithMetadata(OutsideTenancy.Because("nobody is signed in yet"))
            .RequireRateLimiting(RateLimit).WithMetadata(new RequestSizeLimitAttribute(LargestSignIn));
        session.MapGet("", WhoAsync).WithMetadata(OutsideTenancy.Because("answers about the caller only"));
        session.MapDelete("", (Delegate)SignOutAsync).WithMetadata(OutsideTenancy.Because("ends the caller's own session"));
    }

    static async Task<Results<Ok<SignedIn>, ProblemHttpResult>> SignInAsync(SignInRequest request, SignInDesk desk, EngineFacts engines, HttpContext context)
    {
        if (request is not { Email: not null, Password: not null })
        {
            throw new ScribeException(HubErrors.Invalid, "E-mail address or password is null. Send both as text.");
        }

        var principal = await desk.AuthenticateAsync(request.Email, request.Password, context.Connection.RemoteIpAddress, context.RequestAborted);
        if (principal is null)
        {
            return TypedResults.Problem(
                "The e-mail address and the password do not match an account. Try again, or ask your administrator.",
                statusCode: StatusCodes.Status401Unauthorized, title: "Not signed in", extensions: Problems.Code(ApiErrors.NotSignedIn));
        }

        await context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, principal);
        return TypedResults.Ok(Describe(principal, engines));
    }

    static Ok<SignedIn> WhoAsync(ClaimsPrincipal user, EngineFacts engines) => TypedResults.Ok(Describe(user, engines));

    static async Task<NoContent> SignOutAsync(HttpContext context)
    {
        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return TypedResults.NoContent();
    }

    static SignedIn Describe(ClaimsPrincipal user, EngineFacts engines) => new()
    {
        PersonId = Guid.Parse(user.FindFirstValue(ClaimTypes.NameIdentifier) ?? throw new NoCallerException()),
        DisplayName = user.FindFirstValue(ClaimTypes.Name) ?? "",
        TenantId = Guid.TryParse(user.FindFirstValue(Caller.TenantClaim), out var tenant) ? tenant : null,
        TenantName = user.FindFirstValue(Caller.TenantNameClaim),
        Roles = [.. user.FindAll(ClaimTypes.Role).Select(claim => claim.Value)],
        Demonstration = engines.Demonstration,
    };
}
