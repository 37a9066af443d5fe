using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OnPremLlm.Inference;

/// <summary>
/// Requests as the OpenAI API has them. What it cannot say is refused by name. Nothing is sent by which the engine could keep a prompt
/// (prompt_cache_key): a purge here would not reach it.
/// </summary>
internal static class RemoteRequests
{
    static readonly JsonWriterOptions _json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static RemoteRequest Completion(RemoteEngine engine, GenerationRequest request)
    {
        GenerationMessages.RequireOneForm(request.Prompt);
        RequireSayable(engine, request);
        var isChat = request.Prompt.Messages.Count > 0;
        return new(isChat ? "chat/completions" : "completions", Write(json =>
        {
            json.WriteString("model", engine.Model);
            WritePrompt(json, request.Prompt);
            WriteSampling(json, request);
            WriteLogProbs(json, request, isChat);
            WriteShape(json, request);
            json.WriteBoolean("stream", true);
            json.WriteStartObject("stream_options");
            json.WriteBoolean("include_usage", true);
            json.WriteEndObject();
        }));
    }

    public static RemoteRequest Embeddings(RemoteEngine engine, EmbeddingRequest request) => new("embeddings", Write(json =>
    {
        json.WriteString("model", engine.Model);
        json.WriteStartArray("input");
        foreach (var text in request.Texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
        json.WriteString("encoding_format", "base64");
    }));

    public static RemoteRequest Tokenize(RemoteEngine engine, PromptContent prompt)
    {
        GenerationMessages.RequireOneForm(prompt);
        RequireSayable(prompt);
        return engine.Extensions.Contains(RemoteEngine.TokenizeExtension)
            ? new("tokenize", Write(json =>
            {
                json.WriteString("model", engine.Model);
                WritePrompt(json, prompt);
            }))
            : throw Unsayable("counting a prompt's tokens: the engine has no tokenize. Ask with max_tokens");
    }

    static void RequireSayable(RemoteEngine engine, GenerationRequest request)
    {
        RequireSayable(request.Prompt);
        if (request.Shape?.Kind is AnswerKind.Grammar)
        {
            throw Unsayable("a grammar that was written by hand. Use a JSON schema");
        }

        if (request.SpanSources.Count > 0 && !engine.Extensions.Contains(RemoteEngine.SpanExtension))
        {
            throw Unsayable("exact quotations (x-span, span_sources): the engine does not list them among its extensions, and others would ignore them. Leave them out");
        }

        if (request is { MaxTokens: GenerationRequest.AllThatFit, Prompt.Parts.Count: > 0 })
        {
            throw Unsayable("a text without a limit of tokens. Ask with max_tokens");
        }
    }

    // Attack: as text, a control token could be typed by whoever wrote the prompt.
    static void RequireSayable(PromptContent prompt)
    {
        if (prompt.Parts.Any(part => part is PromptPart.Control))
        {
            throw Unsayable("control tokens. Send messages, which the engine puts into its own template");
        }

        if (prompt.AnswerPrefix.Length > 0)
        {
            throw Unsayable("an answer's beginning (AnswerPrefix). Leave it out");
        }
    }

    static InferenceException Unsayable(string what) => new(InferenceFailure.InvalidRequest, $"This model is answered by an engine on another server, whose API cannot say {what}, or use a model that runs here.");

    static void WritePrompt(Utf8JsonWriter json, PromptContent prompt)
    {
        if (prompt.Messages.Count == 0)
        {
            json.WriteString("prompt", string.Concat(prompt.Parts.OfType<PromptPart.Text>().Select(part => part.Value)));
            return;
        }

        json.WriteStartArray("messages");
        foreach (var message in prompt.Messages)
        {
            json.WriteStartObject();
            json.WriteString("role", message.Role);
            json.WriteString("content", message.Content);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    static void WriteSampling(Utf8JsonWriter json, GenerationRequest request)
    {
        WriteUnless(json, "max_tokens", request.MaxTokens, GenerationRequest.AllThatFit);
        json.WriteNumber("temperature", request.Temperature);
        WriteUnless(json, "top_p", request.TopP is 0 ? 1 : request.TopP, 1);
        WriteUnless(json, "min_p", request.MinP, 0);
        WriteUnless(json, "seed", request.Seed, 0u);
        if (request.Stop.Count > 0)
        {
            json.WriteStartArray("stop");
            foreach (var stop in request.Stop)
            {
                json.WriteStringValue(stop);
            }

            json.WriteEndArray();
        }
    }

    static void WriteUnless(Utf8JsonWriter json, string name, double value, double off)
    {
        if (value != off)
        {
            json.WriteNumber(name, (decimal)value);
        }
    }

    static void WriteLogProbs(Utf8JsonWriter json, GenerationRequest request, bool isChat)
    {
        if (request.TopLogProbs is not { } alternatives)
        {
            return;
        }

        if (isChat)
        {
            json.WriteBoolean("logprobs", true);
        }

        json.WriteNumber(isChat ? "top_logprobs" : "logprobs", alternatives);
    }

    static void WriteShape(Utf8JsonWriter json, GenerationRequest request)
    {
        if (request.Shape is not { } shape)
        {
            return;
        }

        json.WriteStartObject("response_format");
        json.WriteString("type", shape.Kind switch { AnswerKind.JsonSchema => "json_schema", AnswerKind.Quotation => "span", _ => "json_object" });
        if (shape.Schema is { } schema)
        {
            json.WriteStartObject("json_schema");
            json.WriteString("name", "answer");
            json.WriteBoolean("strict", true);
            json.WritePropertyName("schema");
            json.WriteRawValue(schema);
            json.WriteEndObject();
        }

        WriteSources(json, request.SpanSources);
        json.WriteEndObject();
    }

    static void WriteSources(Utf8JsonWriter json, IReadOnlyList<SpanSource> sources)
    {
        if (sources.Count == 0)
        {
            return;
        }

        json.WriteStartArray("span_sources");
        foreach (var source in sources)
        {
            json.WriteStartObject();
            json.WriteString("name", source.Name);
            json.WriteString("text", source.Text);
            json.WriteString("unit", source.Unit switch { SpanUnit.Characters => "characters", SpanUnit.Lines => "lines", _ => "words" });
            json.WriteString("within", source.WithinLines ? "line" : "text");
            WriteUnless(json, "max_length", source.LongestCharacters, 0);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> fields)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, _json))
        {
            json.WriteStartObject();
            fields(json);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}

/// <summary>A request's path below the endpoint, and its JSON.</summary>
internal readonly record struct RemoteRequest(string Path, ReadOnlyMemory<byte> Json);
