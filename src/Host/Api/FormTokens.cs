using Microsoft.AspNetCore.Antiforgery;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Host.Api;

/// <summary>Answers a form of a server-rendered page whose antiforgery token is missing or old; the renderer alone would send an empty page.</summary>
internal sealed class FormTokens(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context) => context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false }
        ? Problems.WriteAsync(
            context,
            Problems.Of(StatusCodes.Status400BadRequest, "Refused", "This form has expired or came from somewhere else, so nothing was done. Load the page again, then send it again.", HubErrors.Invalid),
            context.RequestAborted)
        : next(context);
}
