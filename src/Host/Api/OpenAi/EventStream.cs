using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace OnPremLlm.Host.Api.OpenAi;

/// <summary>An answer as server-sent events (text/event-stream), one JSON object each, ended by <c>[DONE]</c>.</summary>
internal sealed class EventStream(HttpResponse response)
{
    static readonly JsonWriterOptions _json = new() { Encoder = OpenAiJson.Encoder };
    static readonly byte[] _begin = "data: "u8.ToArray();
    static readonly byte[] _end = "\n\n"u8.ToArray();
    static readonly byte[] _waiting = ": waiting\n\n"u8.ToArray();
    static readonly byte[] _done = "data: [DONE]\n\n"u8.ToArray();

    public void Begin()
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no"; // a proxy would otherwise hold tokens back
    }

    public async Task SendAsync<T>(T message, JsonTypeInfo<T> type, CancellationToken ct)
    {
        var writer = response.BodyWriter;
        writer.Write(_begin);
        await using (var json = new Utf8JsonWriter(writer, _json))
        {
            JsonSerializer.Serialize(json, message, type);
        }

        writer.Write(_end);
        await writer.FlushAsync(ct);
    }

    /// <summary>A comment, which clients skip: what is between keeps seeing that the answer is on its way.</summary>
    public async Task KeepAliveAsync(CancellationToken ct) => await response.BodyWriter.WriteAsync(_waiting, ct);

    public async Task EndAsync(CancellationToken ct) => await response.BodyWriter.WriteAsync(_done, ct);
}
