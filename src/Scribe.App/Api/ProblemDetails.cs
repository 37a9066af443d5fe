using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Scribe.App.Api;

/// <summary>RFC 9457 as the Host answers it, and plain words for answers that carry none.</summary>
internal sealed record ProblemDetails
{
    public string? Title { get; init; }
    public string? Detail { get; init; }
    public string? Code { get; init; }

    public static async Task<ApiException> ExceptionOfAsync(HttpResponseMessage answer, JsonSerializerOptions json, CancellationToken cancellation)
    {
        ProblemDetails? problem = null;
        try
        {
            problem = await answer.Content.ReadFromJsonAsync<ProblemDetails>(json, cancellation);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            // A proxy's error page or an empty body: the status has to speak.
        }

        var status = answer.StatusCode;
        var code = problem?.Code ?? (status == HttpStatusCode.Unauthorized ? ApiException.SignedOut : $"http-{(int)status}");
        return new ApiException(code, problem?.Detail ?? Known(code) ?? problem?.Title ?? Plain(status)) { Status = (int)status };
    }

    static string? Known(string code) => code switch
    {
        HubErrors.NotFound => "There is no such visit in your practice.",
        HubErrors.VersionConflict => "This note was changed somewhere else in the meantime.",
        HubErrors.EngineUnavailable => "The engine is starting or busy. Try again in a minute.",
        _ => null,
    };

    static string Plain(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => "You are signed out. Sign in to go on; what you entered is kept.",
        HttpStatusCode.Forbidden => "Your account may not do this. Ask your administrator for the role.",
        HttpStatusCode.NotFound => "This does not exist, or not in your practice.",
        HttpStatusCode.Conflict => "The visit has moved on in the meantime. Reload the page to see where it stands.",
        HttpStatusCode.TooManyRequests => "Too many tries. Wait a minute, then try again.",
        _ => $"The server could not do this (status {(int)status}). What you entered is kept; try again in a moment.",
    };
}
