using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using OnPremLlm.Host.Api.OpenAi;

namespace OnPremLlm.Host.Api;

/// <summary>Failures as RFC 9457 has them, with a code that programs can read.</summary>
internal static class Problems
{
    public static ProblemDetails Of(int status, string title, string detail, string code) =>
        new() { Status = status, Title = title, Detail = detail, Extensions = { ["code"] = code } };

    /// <summary>As much as the status alone says.</summary>
    public static ProblemDetails Of(int status) => Of(status, Title(status), Detail(status), ApiErrors.Of(status));

    /// <summary>The extension of a typed result.</summary>
    public static IEnumerable<KeyValuePair<string, object?>> Code(string code) => [new("code", code)];

    /// <summary>Writes it whatever the client says that it accepts: a failure that cannot be read is worse than one in another format.</summary>
    public static Task WriteAsync(HttpContext context, ProblemDetails problem, CancellationToken ct)
    {
        if (OpenAiErrors.IsFor(context.Request))
        {
            var status = problem.Status ?? StatusCodes.Status500InternalServerError;
            return OpenAiErrors.WriteAsync(context, status, problem.Detail ?? "", OpenAiErrors.TypeOf(status), (problem.Extensions["code"] as string)?.Replace('-', '_'), null, ct);
        }

        context.Response.StatusCode = problem.Status ?? StatusCodes.Status500InternalServerError;
        return context.Response.WriteAsJsonAsync(problem, options: null, contentType: "application/problem+json", ct);
    }

    /// <summary>Whole seconds, rounded up, so that the next try is not refused again.</summary>
    public static string RetryAfter(TimeSpan wait) => Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    /// <summary>Gives a body to answers that the framework leaves empty, such as 404, 405, 413 and a refused antiforgery token.</summary>
    public static Task WriteAsync(StatusCodeContext empty) =>
        WriteAsync(empty.HttpContext, Of(empty.HttpContext.Response.StatusCode), empty.HttpContext.RequestAborted);

    static string Title(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "Not signed in",
        StatusCodes.Status403Forbidden => "Not allowed",
        StatusCodes.Status404NotFound => "Not found",
        StatusCodes.Status405MethodNotAllowed => "Method not allowed",
        StatusCodes.Status413PayloadTooLarge => "Too large",
        < StatusCodes.Status500InternalServerError => "Request not understood",
        _ => "Unexpected failure",
    };

    static string Detail(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "Sign in first.",
        StatusCodes.Status403Forbidden => "Your role does not allow this. Ask your administrator.",
        StatusCodes.Status404NotFound => "There is nothing at this address. The addresses are in docs/developer.md.",
        StatusCodes.Status405MethodNotAllowed => "This address does not take this method; the header Allow names those that it takes.",
        StatusCodes.Status413PayloadTooLarge => "The request's body is larger than this address takes.",
        StatusCodes.Status415UnsupportedMediaType => "This address takes JSON in UTF-8 (Content-Type: application/json).",
        < StatusCodes.Status500InternalServerError => "The request is not what this address expects. Load the page again, or see docs/developer.md.",
        _ => "Something failed on the server. Nothing that was acknowledged is lost; try again, and tell IT the time.",
    };
}
