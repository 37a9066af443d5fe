using System.Net;
using System.Text.Json;

namespace OnPremLlm.Inference;

/// <summary>
/// What went wrong with a remote engine, in this project's words. Of an error's body only codes and field names that are known here are read and
/// none of its text is repeated: an engine may quote the prompt in it.
/// </summary>
internal static class RemoteFailures
{
    static readonly TimeSpan _soon = TimeSpan.FromSeconds(2);
    static readonly TimeSpan _longestWait = TimeSpan.FromMinutes(10);
    static readonly string[] _fields = ["messages", "prompt", "max_tokens", "temperature", "top_p", "min_p", "seed", "stop", "logprobs", "top_logprobs", "response_format", "stream_options"];

    /// <summary>An answer that is none. <paramref name="error"/>: the body's "error"; null where it is not JSON.</summary>
    public static InferenceException Of(RemoteEngine engine, HttpResponseMessage answer, JsonElement? error, TimeProvider time)
    {
        var status = (int)answer.StatusCode;
        var who = $"The remote engine {engine.Address.Server}";
        return answer.StatusCode switch
        {
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable => new(InferenceFailure.Busy, $"{who} is busy ({status}). Send the request again later.") { RetryAfter = RetryAfter(answer, time) },
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new(InferenceFailure.Misconfigured, $"{who} refuses this Host ({status}). {(engine.ApiKeyFile is { } file ? $"Check the API key in {file} and what it may do there." : "It wants an API key: name its file with --api-key-file.")}"),
            HttpStatusCode.NotFound => new(InferenceFailure.ModelRefused, $"{who} has no model {engine.Model} for this Host, or no API below {engine.Endpoint.AbsolutePath} (404). Correct the entry's endpoint or model."),
            _ when status is >= 300 and < 400 => new(InferenceFailure.Misconfigured, $"{who} answers with a redirect ({status}), and none is followed: it could lead out of the building. Name the final address."),
            _ when status is >= 400 and < 500 => OfRefusal(engine, who, status, error),
            _ => new(InferenceFailure.WorkerUnavailable, $"{who} failed ({status}). Send the request again.") { RetryAfter = RetryAfter(answer, time) },
        };
    }

    /// <summary>An error in the middle of a stream.</summary>
    public static InferenceException OfEvent(RemoteEngine engine, JsonElement error) =>
        IsAbout(error, "context_length_exceeded") ? ContextExceeded(engine)
        : IsAbout(error, "engine_busy") || IsAbout(error, "queue_full") || IsAbout(error, "too_much_at_once") ? new(InferenceFailure.Busy, $"The remote engine {engine.Address.Server} is busy. Send the request again later.") { RetryAfter = _soon }
        : new(InferenceFailure.WorkerDied, $"The remote engine {engine.Address.Server} ended its answer with an error. Send the request again.");

    /// <summary>No answer, or one that broke off. <paramref name="hasBegun"/>: a part of it was there.</summary>
    public static InferenceException Of(RemoteEngine engine, Exception fault, bool hasBegun) => fault switch
    {
        OperationCanceledException when hasBegun => new(InferenceFailure.WorkerDied, $"The remote engine {engine.Address.Server} fell silent in the middle of its answer, for longer than {engine.Timeout}. Send the request again.", fault),
        OperationCanceledException => new(InferenceFailure.WorkerUnavailable, $"The remote engine {engine.Address.Server} has not answered in time (10 s to connect, then {engine.Timeout}). See whether it runs, then try again.", fault),
        _ when Find(fault) is { } known => known,
        _ when hasBegun => new(InferenceFailure.WorkerDied, $"The connection to the remote engine {engine.Address.Server} broke in the middle of its answer. Send the request again.", fault),
        _ => new(InferenceFailure.WorkerUnavailable, $"The remote engine {engine.Address.Server} cannot be reached ({Cause(fault)}). See whether it runs and whether a firewall is between, then try again.", fault),
    };

    /// <summary>It ended without its end.</summary>
    public static InferenceException Incomplete(RemoteEngine engine) =>
        new(InferenceFailure.WorkerDied, $"The remote engine {engine.Address.Server} ended its answer in the middle. Send the request again.");

    /// <summary>The parser's own words are left out: they could hold a piece of the answer.</summary>
    public static InferenceException Unreadable(RemoteEngine engine) =>
        new(InferenceFailure.Incompatible, $"The answer of the remote engine {engine.Address.Server} is not that of the OpenAI API (streamed, with usage). Check the endpoint and the engine's version.");

    static InferenceException OfRefusal(RemoteEngine engine, string who, int status, JsonElement? error) =>
        error is not { } told ? new(InferenceFailure.Misconfigured, $"{who} is not reached: something before it answers {status} without an error of the API. A reverse proxy does so when it misses or refuses this Host's client certificate.")
        : IsAbout(told, "context_length_exceeded") || IsAbout(told, "exceed_context_size_error") || Mentions(told, "context length") ? ContextExceeded(engine)
        : IsAbout(told, "no_chat_template") ? new(InferenceFailure.NoChatTemplate, $"The model at {who[4..]} takes no messages: its engine knows no chat template for it. Send a text, or give it a template there.")
        : new(InferenceFailure.InvalidRequest, $"{who} refused the request ({status}){(Field(told) is { } field ? $" because of {field}" : "")}. Leave out what it does not know, or use a model that runs here.");

    static InferenceException ContextExceeded(RemoteEngine engine) =>
        new(InferenceFailure.ContextExceeded, $"Prompt and answer do not fit into the context of the remote engine {engine.Address.Server}. Nothing was cut. Send less, or ask for fewer tokens.");

    static TimeSpan RetryAfter(HttpResponseMessage answer, TimeProvider time)
    {
        var wait = answer.Headers.RetryAfter is { } told ? told.Delta ?? told.Date - time.GetUtcNow() ?? _soon : _soon;
        return wait < _soon ? _soon : wait > _longestWait ? _longestWait : wait;
    }

    static bool IsAbout(JsonElement error, string code) => Text(error, "code") == code || Text(error, "type") == code;

    static bool Mentions(JsonElement error, string words) => Text(error, "message")?.Contains(words, StringComparison.OrdinalIgnoreCase) == true;

    // "response_format.json_schema.schema" is about response_format; a name that is not of this list is not repeated.
    static string? Field(JsonElement error) => Text(error, "param") is { } param ? _fields.FirstOrDefault(field => param == field || param.StartsWith(field + ".", StringComparison.Ordinal)) : null;

    static string? Text(JsonElement error, string name) =>
        error.ValueKind is JsonValueKind.Object && error.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    static string Cause(Exception fault)
    {
        for (var at = fault; at is not null; at = at.InnerException)
        {
            if (at is System.Net.Sockets.SocketException socket)
            {
                return socket.SocketErrorCode.ToString();
            }
        }

        return fault.GetType().Name;
    }

    static InferenceException? Find(Exception? fault)
    {
        while (fault is not null and not InferenceException)
        {
            fault = fault.InnerException;
        }

        return (InferenceException?)fault;
    }
}
