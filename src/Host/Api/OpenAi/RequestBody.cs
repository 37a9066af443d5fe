using System.Text.Json;

namespace OnPremLlm.Host.Api.OpenAi;

/// <summary>The JSON of a request: UTF-8, at most 16 MiB, at most 64 levels, no name twice.</summary>
internal static class RequestBody
{
    public const long LargestBytes = 16 << 20;

    // Attack: a name twice, of which two readers take a different one.
    static readonly JsonDocumentOptions _options = new() { MaxDepth = 64, AllowDuplicateProperties = false };

    public static async Task<JsonDocument> ReadAsync(HttpContext context, CancellationToken ct)
    {
        if (!context.Request.HasJsonContentType())
        {
            throw new OpenAiException(StatusCodes.Status415UnsupportedMediaType, "This address takes JSON in UTF-8 (Content-Type: application/json).", OpenAiErrors.InvalidRequest, "media_type");
        }

        try
        {
            return await JsonDocument.ParseAsync(context.Request.Body, _options, ct);
        }
        catch (JsonException)
        {
            throw new OpenAiException(
                StatusCodes.Status400BadRequest, "The request's body is not JSON in UTF-8, is nested deeper than 64 levels, or has a name twice.", OpenAiErrors.InvalidRequest, "invalid_json");
        }
    }
}
