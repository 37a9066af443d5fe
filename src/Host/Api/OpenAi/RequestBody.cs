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

    /// <summary>0 where it is not told.</summary>
    /// <exception cref="OpenAiException">It is larger than is taken.</exception>
    public static long LengthOf(HttpRequest request) => request.ContentLength is not > LargestBytes
        ? request.ContentLength ?? 0
        : throw new OpenAiException(StatusCodes.Status413PayloadTooLarge, $"The request's body is larger than {LargestBytes >> 20} MiB. Send less at a time.", OpenAiErrors.InvalidRequest, "too_large");

    static async Task<JsonDocument> ParseAsync(HttpContext context, CancellationToken ct)
    {
        if (!context.Request.HasJsonContentType())
        {
            throw new OpenAiException(StatusCodes.Status415UnsupportedMediaType, "This address takes JSON in UTF-8 (Content-Type: application/json).", OpenAiErrors.InvalidRequest, "media_type");
        }

        if (context.Request.Headers.ContentEncoding.Count > 0)
        {
            throw new OpenAiException(StatusCodes.Status415UnsupportedMediaType, "This address takes no compressed bodies. Leave Content-Encoding out and send the JSON as it is.", OpenAiErrors.InvalidRequest, "media_type");
        }

        using var body = new MemoryStream((int)Math.Min(context.Request.ContentLength ?? 0, LargestBytes));
        await CopyAsync(context, body, ct);
        try
        {
            var bytes = body.GetBuffer().AsMemory(0, (int)body.Length); // it lives as long as the document
            bytes = bytes.Span.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes; // as some tools begin a file
            CheckText(bytes.Span);
            return JsonDocument.Parse(bytes, _options);
        }
        catch (JsonException fault)
        {
            var place = fault.LineNumber is { } line && fault.BytePositionInLine is { } column ? $" (line {line + 1}, byte {column + 1})" : "";
            throw Unreadable($"is not JSON in UTF-8, is nested deeper than 64 levels or has a name twice{place}");
        }
        catch (InvalidOperationException)
        {
            throw Unreadable("holds half of a surrogate pair, which is no character");
        }
    }

    static OpenAiException Unreadable(string why) => new(StatusCodes.Status400BadRequest, $"The request's body {why}.", OpenAiErrors.InvalidRequest, "invalid_json");

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
