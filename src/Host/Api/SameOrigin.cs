using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Net.Http.Headers;
using OnPremLlm.Host.Api.OpenAi;

namespace OnPremLlm.Host.Api;

/// <summary>
/// Guards against cross-site requests riding on the cookie (CSRF, cross-site WebSocket hijacking): a browser names the page that asks in
/// Sec-Fetch-Site and Origin; whatever changes something or opens a hub must come from this origin. Programs send neither header.
/// A request to /v1 with a bearer's key stands or falls by that key: it loses its cookie here, and with it the reason for the check.
/// </summary>
internal sealed class SameOrigin(RequestDelegate next, ILogger<SameOrigin> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (OpenAiErrors.IsFor(context.Request) && BearerRequests.HasBearer(context.Request))
        {
            context.Request.Headers.Remove(HeaderNames.Cookie);
        }
        else if (NeedsSameOrigin(context.Request) && IsForeign(context.Request))
        {
            log.ForeignOriginRefused();
            await Problems.WriteAsync(
                context,
                Problems.Of(StatusCodes.Status403Forbidden, "Refused", "This request came from another web site, so it was refused. Open the app at its own address.", ApiErrors.ForeignOrigin),
                context.RequestAborted);
            return;
        }

        await next(context);
    }

    static bool NeedsSameOrigin(HttpRequest request) =>
        request.Path.StartsWithSegments("/hubs") || !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method));

    static bool IsForeign(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var origin = request.Headers.Origin.ToString();
        // Sec-Fetch-Site cannot be set by a page and decides alone where it is sent: under a strict referrer policy a form's Origin is "null".
        return site.Length > 0
            ? site is not ("same-origin" or "none")
            : (origin.Length > 0 && !string.Equals(origin, UriHelper.BuildAbsolute(request.Scheme, request.Host).TrimEnd('/'), StringComparison.OrdinalIgnoreCase));
    }
}
