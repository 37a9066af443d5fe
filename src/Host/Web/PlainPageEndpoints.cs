using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using OnPremLlm.Host.Api;

namespace OnPremLlm.Host.Web;

/// <summary>Administration and compliance: static server-side rendering, so there is no circuit and no script.</summary>
internal static class PlainPageEndpoints
{
    /// <summary>A form cannot send DELETE /api/session, so the pages post here.</summary>
    public const string SignOut = "/sign-out";

    public static void MapPlainPages(this IEndpointRouteBuilder routes)
    {
        routes.MapRazorComponents<PlainPages>();
        // Also without a session: whoever posts the form of a page whose session has run out is signed out, as they asked.
        routes.MapPost(SignOut, SignOutAsync).AllowAnonymous().WithMetadata(OutsideTenancy.Because("ends the caller's own session"));
    }

    // Attack: another site signs people out in mid-visit. Besides the check of the origin, the form must come from a page of this Host.
    static async Task SignOutAsync(HttpContext context, IAntiforgery antiforgery)
    {
        if (context.User.Identity is { IsAuthenticated: true } && !await antiforgery.IsRequestValidAsync(context))
        {
            await Refusal.ShowAsync(context, StatusCodes.Status400BadRequest, "Not signed out", "This form is out of date. Go to the start page, open the page again, and sign out there.");
            return;
        }

        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Redirect("/");
    }
}
