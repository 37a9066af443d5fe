using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace OnPremLlm.Inference;

/// <summary>Sends requests to remote engines. Failures come as <see cref="InferenceException"/>; a caller's own cancelling ends the connection. Thread-safe.</summary>
/// <param name="resolve">The addresses of a name; null: as this system resolves it.</param>
internal sealed class RemoteClient(TimeProvider time, ILogger logger, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
{
    const long LargestAnswer = 32 << 20;
    const long LargestError = 64 << 10;
    const int LongestKey = 4_096;

    readonly RemoteConnections _connections = new(time, resolve ?? Dns.GetHostAddressesAsync);

    public TimeProvider Time => time;

    /// <summary>A streamed answer, begun. Dispose it, at its end or before.</summary>
    public async Task<RemoteStream> StreamAsync(RemoteEngine engine, RemoteRequest request, CancellationToken ct)
    {
        var silence = new Silence(engine.Timeout, time, ct);
        HttpResponseMessage? answer = null;
        try
        {
            answer = await SendAsync(engine, HttpMethod.Post, request.Path, request.Json, silence);
            return answer.Content.Headers.ContentType?.MediaType == "text/event-stream"
                ? new(engine, answer, await answer.Content.ReadAsStreamAsync(ct), silence, Told)
                : throw RemoteFailures.Unreadable(engine);
        }
        catch (Exception fault)
        {
            using var over = silence;
            answer?.Dispose();
            ct.ThrowIfCancellationRequested();
            throw Told(RemoteFailures.Of(engine, silence.Judge(fault), hasBegun: false));
        }
    }

    public Task<JsonElement> GetAsync(RemoteEngine engine, string path, CancellationToken ct) => WholeAsync(engine, HttpMethod.Get, path, null, ct);

    public Task<JsonElement> PostAsync(RemoteEngine engine, RemoteRequest request, CancellationToken ct) => WholeAsync(engine, HttpMethod.Post, request.Path, request.Json, ct);

    async Task<JsonElement> WholeAsync(RemoteEngine engine, HttpMethod method, string path, ReadOnlyMemory<byte>? body, CancellationToken ct)
    {
        using var silence = new Silence(engine.Timeout, time, ct);
        try
        {
            using var answer = await SendAsync(engine, method, path, body, silence);
            return await ReadAsync(answer, LargestAnswer, silence.Token) ?? throw RemoteFailures.Unreadable(engine);
        }
        catch (Exception fault)
        {
            ct.ThrowIfCancellationRequested();
            throw Told(RemoteFailures.Of(engine, silence.Judge(fault), hasBegun: false));
        }
    }

    // What only the operator can mend is in the log; what a request did wrong or what passes is for its sender alone.
    InferenceException Told(InferenceException failure)
    {
        if (failure.Failure is not (InferenceFailure.Busy or InferenceFailure.InvalidRequest or InferenceFailure.ContextExceeded or InferenceFailure.NoChatTemplate))
        {
            logger.RemoteFailed(failure.Failure, failure.Message);
        }

        return failure;
    }

    async Task<HttpResponseMessage> SendAsync(RemoteEngine engine, HttpMethod method, string path, ReadOnlyMemory<byte>? body, Silence silence)
    {
        using var message = new HttpRequestMessage(method, $"{engine.Endpoint.GetLeftPart(UriPartial.Path).TrimEnd('/')}/{path}");
        message.Headers.Authorization = await KeyOfAsync(engine, silence.Token);
        if (body is { } json)
        {
            message.Content = new ReadOnlyMemoryContent(json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        }

        var answer = await _connections.Of(engine).SendAsync(message, HttpCompletionOption.ResponseHeadersRead, silence.Token);
        if (answer.IsSuccessStatusCode)
        {
            return answer;
        }

        using (answer)
        {
            throw RemoteFailures.Of(engine, answer, await ErrorOfAsync(answer, silence.Token), time);
        }
    }

    static async Task<JsonElement?> ErrorOfAsync(HttpResponseMessage answer, CancellationToken ct) =>
        await ReadAsync(answer, LargestError, ct) is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty("error", out var error) ? error : null;

    // Null for what is no JSON or too large.
    static async Task<JsonElement?> ReadAsync(HttpResponseMessage answer, long largest, CancellationToken ct)
    {
        try
        {
            await answer.Content.LoadIntoBufferAsync(largest, ct);
            using var document = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync(ct), cancellationToken: ct);
            return document.RootElement.Clone();
        }
        catch (Exception unreadable) when (unreadable is JsonException or HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded })
        {
            return null;
        }
    }

    // Read for each request: a new key counts at once.
    static async Task<AuthenticationHeaderValue?> KeyOfAsync(RemoteEngine engine, CancellationToken ct)
    {
        if (engine.ApiKeyFile is not { } file)
        {
            return null;
        }

        try
        {
            var key = (await File.ReadAllTextAsync(file, ct)).Trim();
            return key.Length is > 0 and <= LongestKey && key.All(character => character is > ' ' and < '\x7F')
                ? new("Bearer", key)
                : throw new InferenceException(InferenceFailure.Misconfigured, $"The API key file {file} of a remote engine must hold one line of visible ASCII characters, the key. Write it anew.");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new InferenceException(InferenceFailure.Misconfigured, $"The API key file {file} of a remote engine cannot be read ({unreadable.GetType().Name}). Check that it is there and that this account may read it.", unreadable);
        }
    }
}
