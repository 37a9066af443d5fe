using Microsoft.AspNetCore.Http.HttpResults;

namespace OnPremLlm.Host.Web;

/// <summary>Refuses a person in words: a browser that opened a page gets a page, where a program gets its ProblemDetails.</summary>
internal static class Refusal
{
    /// <summary>Whether a browser asks for a page: it accepts HTML, and the address is neither the interface for programs nor the hub.</summary>
    public static bool IsOfPage(HttpRequest request) =>
        request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
        && !request.Path.StartsWithSegments("/api") && !request.Path.StartsWithSegments("/hubs");

    public static Task ShowAsync(HttpContext context, int status, string title, string detail) =>
        new RazorComponentResult<RefusedPage>(new Dictionary<string, object?> { [nameof(RefusedPage.Title)] = title, [nameof(RefusedPage.Detail)] = detail }) { StatusCode = status }
            .ExecuteAsync(context);
}
