using System.Text.Json;
using System.Text.Unicode;

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

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, ct);
        try
        {
            var bytes = body.ToArray();
            CheckText(bytes);
            return JsonDocument.Parse(bytes, _options);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw new OpenAiException(
                StatusCodes.Status400BadRequest, "The request's body is not JSON in UTF-8, is nested deeper than 64 levels, has a name twice, or holds half of a surrogate pair, which is no character.", OpenAiErrors.InvalidRequest, "invalid_json");
        }
    }

    // Attack: bytes that are no UTF-8, or an escaped half of a surrogate pair, in a name or a text. The parser lets them through and every reader fails on them.
    static void CheckText(byte[] bytes)
    {
        if (!Utf8.IsValid(bytes))
        {
            throw new JsonException();
        }

        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = _options.MaxDepth });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String && reader.ValueIsEscaped)
            {
                reader.GetString();
            }
        }
    }
}
