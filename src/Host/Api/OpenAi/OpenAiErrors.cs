namespace OnPremLlm.Host.Api.OpenAi;

/// <summary>Failures under /v1 as clients of OpenAI's interface read them: <c>{"error":{"message","type","param","code"}}</c>, all four always there.</summary>
internal static class OpenAiErrors
{
    public const string InvalidRequest = "invalid_request_error";
    public const string InsufficientPermissions = "insufficient_permissions";
    public const string RateLimit = "rate_limit_error";

    public const string InvalidApiKey = "invalid_api_key";
    public const string MissingScope = "missing_scope";
    public const string NoClinic = "no_clinic";
    public const string ForeignOrigin = "foreign_origin";
    public const string RateLimitExceeded = "rate_limit_exceeded";

    /// <summary>Sets the status and writes the body. <paramref name="message"/> never repeats a key or what was sent.</summary>
    public static Task WriteAsync(HttpContext context, int status, string message, string type, string? code, string? param, CancellationToken ct)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new { error = new { message, type, param, code } }, ct);
    }
}
