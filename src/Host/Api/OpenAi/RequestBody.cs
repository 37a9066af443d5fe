using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.Features;

namespace OnPremLlm.Host.Api.OpenAi;

/// <summary>The JSON of a request: UTF-8, at most 3 MiB, at most 64 levels, no name twice.</summary>
internal static class RequestBody
{
    public const long LargestBytes = 3 << 20; // with the sources of spans it fits a worker's 8 MiB

    // Attack: a name twice, of which two readers take a different one.
    static readonly JsonDocumentOptions _options = new() { MaxDepth = 64, AllowDuplicateProperties = false };

    /// <param name="read">Takes what is wanted; nothing of the document is kept while the request waits for an engine.</param>
    public static async Task<T> ReadAsync<T>(HttpContext context, Func<JsonElement, T> read, CancellationToken ct)
    {
        using var document = await ParseAsync(context, ct);
        return read(document.RootElement);
    }

    static async Task<JsonDocument> ParseAsync(HttpContext context, CancellationToken ct)
    {
        if (!context.Request.HasJsonContentType())
        {
            throw new OpenAiException(StatusCodes.Status415UnsupportedMediaType, "This address takes JSON in UTF-8 (Content-Type: application/json).", OpenAiErrors.InvalidRequest, "media_type");
        }

        using var body = new MemoryStream((int)Math.Min(context.Request.ContentLength ?? 0, LargestBytes));
        await CopyAsync(context, body, ct);
        try
        {
            var bytes = body.GetBuffer().AsMemory(0, (int)body.Length); // it lives as long as the document
            CheckText(bytes.Span);
            return JsonDocument.Parse(bytes, _options);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw new OpenAiException(
                StatusCodes.Status400BadRequest, "The request's body is not JSON in UTF-8, is nested deeper than 64 levels, has a name twice, or holds half of a surrogate pair, which is no character.", OpenAiErrors.InvalidRequest, "invalid_json");
        }
    }

    // A body whose length was not told counts as it comes.
    static async Task CopyAsync(HttpContext context, MemoryStream body, CancellationToken ct)
    {
        var share = context.Features.GetRequiredFeature<ApiLoad.Share>();
        var piece = new byte[64 << 10];
        while (await context.Request.Body.ReadAsync(piece, ct) is > 0 and var length)
        {
            body.Write(piece, 0, length);
            share.Require(body.Length);
        }
    }

    // Attack: bytes that are no UTF-8, or an escaped half of a surrogate pair, in a name or a text. The parser lets them through and every reader fails on them.
    static void CheckText(ReadOnlySpan<byte> bytes)
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
