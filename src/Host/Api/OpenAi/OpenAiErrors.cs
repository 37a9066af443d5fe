using OnPremLlm.Inference;

namespace OnPremLlm.Host.Api.OpenAi;

/// <summary>Failures in the shape that clients of the OpenAI API read: <c>{"error": {"message", "type", "param", "code"}}</c>.</summary>
internal static class OpenAiErrors
{
    public const string InvalidRequest = "invalid_request_error";
    public const string InsufficientPermissions = "insufficient_permissions";
    public const string RateLimit = "rate_limit_error";
    public const string Server = "server_error";

    public const string InvalidApiKey = "invalid_api_key";
    public const string MissingScope = "missing_scope";
    public const string NoClinic = "no_clinic";
    public const string RateLimitExceeded = "rate_limit_exceeded";

    /// <summary>Whether an address belongs to the OpenAI-compatible API and its failures have this shape.</summary>
    public static bool IsFor(HttpRequest request) => request.Path.StartsWithSegments("/v1");

    public static async Task WriteAsync(HttpContext context, int status, string message, string type, string? code, string? param, CancellationToken ct)
    {
        context.Response.StatusCode = status;
        await context.Response.WriteAsJsonAsync(Body(message, type, code, param), OpenAiJson.Plain.ErrorBody, contentType: null, ct);
    }

    public static Task WriteAsync(HttpContext context, OpenAiException failure, CancellationToken ct)
    {
        if (failure.RetryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = Problems.RetryAfter(wait);
        }

        return WriteAsync(context, failure.Status, failure.Message, failure.Type, failure.Code, failure.Param, ct);
    }

    public static ErrorBody Body(OpenAiException failure) => Body(failure.Message, failure.Type, failure.Code, failure.Param);

    /// <summary>What a failure of the engine means to a client; only messages written for users are in it.</summary>
    public static OpenAiException Of(InferenceException failure)
    {
        var (status, type, code) = failure.Failure switch
        {
            // 429 says "you send too much": never for what others took, which a program cannot mend by sending less.
            InferenceFailure.QueueFull => (StatusCodes.Status429TooManyRequests, RateLimit, "queue_full"),
            InferenceFailure.Busy => (StatusCodes.Status503ServiceUnavailable, Server, "engine_busy"),
            InferenceFailure.ContextExceeded => (StatusCodes.Status400BadRequest, InvalidRequest, "context_length_exceeded"),
            InferenceFailure.InvalidRequest => (StatusCodes.Status400BadRequest, InvalidRequest, "invalid_value"),
            InferenceFailure.NoChatTemplate => (StatusCodes.Status400BadRequest, InvalidRequest, "no_chat_template"),
            _ => (StatusCodes.Status503ServiceUnavailable, Server, "engine_unavailable"),
        };
        return new(status, failure.ClientMessage, type, code) { RetryAfter = failure.Retryable ? failure.RetryAfter ?? TimeSpan.FromSeconds(2) : null };
    }

    public static string TypeOf(int status) => status switch
    {
        StatusCodes.Status429TooManyRequests => RateLimit,
        < StatusCodes.Status500InternalServerError => InvalidRequest,
        _ => Server,
    };

    static ErrorBody Body(string message, string type, string? code, string? param) => new() { Error = new() { Message = message, Type = type, Code = code, Param = param } };
}
