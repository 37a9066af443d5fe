using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;

namespace OnPremLlm.Host.Composition;

/// <summary>
/// Judges a session anew while it lasts, at most once a minute. Attack: somebody who lost a role, or whose clinic was suspended, goes on with a
/// cookie that slides for as long as it is used. The ticket's time of issue is the time of the last check; the renewed cookie carries it.
/// </summary>
internal sealed class SessionCheck(SignInDesk desk, TimeProvider time)
{
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>The event of the cookie. A database that fails is a failure of the request, never a session that holds.</summary>
    public static Task OnValidateAsync(CookieValidatePrincipalContext context) =>
        context.HttpContext.RequestServices.GetRequiredService<SessionCheck>().ValidateAsync(context);

    async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        // What anybody may have (the app's files, the sign-in) is served without asking the database.
        var open = context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null;
        if (open || (context.Properties.IssuedUtc is { } issued && time.GetUtcNow() - issued < Interval))
        {
            return;
        }

        if (context.Principal is { } session && await desk.RenewAsync(session, context.HttpContext.RequestAborted) is { } renewed)
        {
            context.ReplacePrincipal(renewed);
            context.ShouldRenew = true;
            return;
        }

        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
    }
}
