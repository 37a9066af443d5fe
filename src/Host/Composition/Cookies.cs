using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using OnPremLlm.Host.Api;
using OnPremLlm.Host.Web;

namespace OnPremLlm.Host.Composition;

/// <summary>The session cookie: HttpOnly (no script reads it), same-site strict (no other site sends it), 12 hours, sliding, checked again each minute.</summary>
internal static class Cookies
{
    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "onpremllm";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = TimeSpan.FromHours(12);
        options.SlidingExpiration = true;
        options.LoginPath = "/";
        options.Events.OnValidatePrincipal = SessionCheck.OnValidateAsync;
        options.Events.OnRedirectToLogin = context => AnswerAsync(context, StatusCodes.Status401Unauthorized, "Not signed in", "Sign in first.");
        options.Events.OnRedirectToAccessDenied = context => AnswerAsync(context, StatusCodes.Status403Forbidden, "Not allowed", "Your role does not allow this. Ask your administrator.");
    }

    // A page is sent to the sign-in; a program gets an answer it can read.
    static Task AnswerAsync(RedirectContext<CookieAuthenticationOptions> context, int status, string title, string detail)
    {
        if (status == StatusCodes.Status403Forbidden && Refusal.IsOfPage(context.Request))
        {
            return Refusal.ShowAsync(context.HttpContext, status, title, detail);
        }

        var path = context.Request.Path;
        if (path.StartsWithSegments("/api") || path.StartsWithSegments("/hubs") || status == StatusCodes.Status403Forbidden)
        {
            return Results.Problem(detail, statusCode: status, title: title, extensions: Problems.Code(ApiErrors.Of(status))).ExecuteAsync(context.HttpContext);
        }

        context.Response.Redirect($"/?return={Uri.EscapeDataString(path)}");
        return Task.CompletedTask;
    }
}
