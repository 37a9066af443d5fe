namespace OnPremLlm.Host.Api;

/// <summary>Requests with <c>Authorization: Bearer …</c>, be it a key or not. Other schemes (a reverse proxy's Basic) are none of this Host's.</summary>
internal static class BearerRequests
{
    const string Bearer = "Bearer ";

    /// <summary>Whether any of the header's values is a bearer's.</summary>
    public static bool HasBearer(HttpRequest request) => request.Headers.Authorization.Any(value => value is not null && (value + " ").StartsWith(Bearer, StringComparison.OrdinalIgnoreCase));

    /// <summary>What was presented; null when there are several values, of which nobody could say which one counts.</summary>
    public static string? Token(HttpRequest request) => request.Headers.Authorization is [{ } only] && only.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? only[Bearer.Length..].Trim() : null;
}
