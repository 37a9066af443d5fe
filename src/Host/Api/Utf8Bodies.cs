using Microsoft.Net.Http.Headers;

namespace OnPremLlm.Host.Api;

/// <summary>JSON is UTF-8 (RFC 8259): a body that announces another encoding is refused, before a reader fails on one that it does not know.</summary>
internal sealed class Utf8Bodies(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) || !type.Charset.HasValue)
        {
            return next(context);
        }

        if (HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            // The readers do not know it in quotes, which are allowed.
            type.Charset = "utf-8";
            context.Request.ContentType = type.ToString();
            return next(context);
        }

        // The body is written by the handler of empty answers.
        context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
        return Task.CompletedTask;
    }
}
