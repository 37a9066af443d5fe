using System.Text.Json;
using OnPremLlm.Inference;

namespace OnPremLlm.Host.Api.OpenAi;

/// <summary>A request for a completion, of a chat or of a text, read and checked; what cannot be honoured was refused.</summary>
internal sealed record CompletionRequest
{
    const int MostStops = 16;
    const int LongestStop = 256;
    const int LongestCacheKey = 128;

    public required string Model { get; init; }

    public required PromptContent Prompt { get; init; }

    /// <summary>Null: as many as the context has room for.</summary>
    public required int? MaxTokens { get; init; }

    public required GenerationRequest Sampling { get; init; }

    public required bool Stream { get; init; }

    public required bool IncludeUsage { get; init; }

    /// <summary>The client's prompt_cache_key: requests with the same one share a prefix. Null: nothing is kept.</summary>
    public required string? CacheKey { get; init; }

    public static CompletionRequest ReadChat(JsonElement body)
    {
        var fields = RequestFields.Of(body, "");
        var messages = MessageReader.Read(fields);
        var format = ResponseFormat.Read(fields, messages);
        fields.Neutral("tools", MessageReader.IsEmptyArray, "Tools are not supported yet. Leave it out, or ask for JSON with response_format.");
        fields.Neutral("functions", MessageReader.IsEmptyArray, "Functions are not supported. Leave it out, or ask for JSON with response_format.");
        fields.Neutral("tool_choice", value => IsText(value, "none"), "Tools are not supported yet.");
        fields.Neutral("function_call", value => IsText(value, "none"), "Functions are not supported.");
        fields.Neutral("modalities", value => value.ValueKind is JsonValueKind.Array && value.GetArrayLength() == 1 && IsText(value[0], "text"), "Answers are text.");
        fields.Ignore("parallel_tool_calls");
        var logProbs = ReadLogProbs(fields);
        var most = fields.Integer("max_completion_tokens", 1, int.MaxValue) ?? fields.Integer("max_tokens", 1, int.MaxValue);
        fields.Ignore("max_tokens"); // the older name of the same
        return Read(fields, new() { Messages = messages }, most, logProbs, format);
    }

    public static CompletionRequest ReadText(JsonElement body)
    {
        var fields = RequestFields.Of(body, "");
        var prompt = fields.Find("prompt") ?? throw OpenAiException.Invalid("prompt", "\"prompt\" is missing. Send a string.", "missing_required_parameter");
        if (prompt.ValueKind is JsonValueKind.Array && prompt.GetArrayLength() == 1)
        {
            prompt = prompt[0];
        }

        var text = prompt.ValueKind is JsonValueKind.String ? RequestFields.TextOf(prompt, "prompt") : throw OpenAiException.Unsupported("prompt", "Only one string is: send several requests for several prompts, and text instead of tokens.");
        if (text.Length == 0)
        {
            throw OpenAiException.Invalid("prompt", "\"prompt\" is empty. Send some text.");
        }

        var format = ResponseFormat.Read(fields, []);
        fields.Neutral("echo", IsFalse, "The prompt is not repeated. Leave it out.");
        fields.Neutral("suffix", value => IsText(value, ""), "Text before a suffix cannot be filled in.");
        fields.Neutral("best_of", IsOne, "One completion is made.");
        var logProbs = (int?)fields.Integer("logprobs", 0, 20);
        return Read(fields, new() { Parts = [new PromptPart.Text(text)] }, fields.Integer("max_tokens", 1, int.MaxValue) ?? 16, logProbs, format);
    }

    static CompletionRequest Read(RequestFields fields, PromptContent prompt, long? most, int? logProbs, ResponseFormat format)
    {
        fields.Neutral("n", IsOne, "One answer is made: send several requests for several.");
        fields.Neutral("presence_penalty", IsZero, "Only 0 is.");
        fields.Neutral("frequency_penalty", IsZero, "Only 0 is.");
        fields.Neutral("logit_bias", value => value.ValueKind is JsonValueKind.Object && !value.EnumerateObject().Any(), "Leave it out, or constrain the answer with response_format.");
        fields.Neutral("store", IsFalse, "Prompts and answers are never stored here.");
        // They name or describe the request and change nothing about its answer; they are neither stored nor logged.
        fields.Ignore("user", "metadata", "safety_identifier");
        var stream = fields.Flag("stream");
        var options = fields.Object("stream_options");
        var usage = options?.Flag("include_usage") ?? false;
        options?.Ignore("include_obfuscation");
        options?.RefuseOthers();
        var request = new CompletionRequest
        {
            Model = fields.Text("model") ?? throw OpenAiException.Invalid("model", "\"model\" is missing. GET /v1/models lists the models.", "missing_required_parameter"),
            Prompt = prompt,
            MaxTokens = (int?)most,
            Stream = stream,
            IncludeUsage = usage,
            CacheKey = ReadCacheKey(fields),
            Sampling = new()
            {
                Prompt = prompt,
                MaxTokens = 0,
                Temperature = (float)(fields.Number("temperature", 0, 5) ?? 1),
                TopP = Math.Max((float)(fields.Number("top_p", 0, 1) ?? 1), GenerationRequest.LikeliestOnly),
                MinP = (float)(fields.Number("min_p", 0, 0.999) ?? 0),
                Seed = ReadSeed(fields),
                Stop = ReadStops(fields),
                Shape = format.Shape,
                SpanSources = format.Sources,
                TopLogProbs = logProbs,
                Priority = fields.Priority(),
            },
        };
        fields.RefuseOthers();
        return request;
    }

    static int? ReadLogProbs(RequestFields fields)
    {
        var wanted = fields.Flag("logprobs");
        var top = fields.Integer("top_logprobs", 0, 20);
        return (wanted, top) switch
        {
            (false, > 0) => throw OpenAiException.Invalid("top_logprobs", "\"top_logprobs\" needs \"logprobs\": true."),
            (false, _) => null,
            _ => (int)(top ?? 0),
        };
    }

    // The engine takes 0 as "random".
    static uint ReadSeed(RequestFields fields) => fields.Integer("seed", long.MinValue, long.MaxValue) switch
    {
        null => 0,
        { } seed => unchecked((uint)(seed ^ (seed >> 32))) is var folded && folded != 0 ? folded : 0x9E37_79B9,
    };

    static IReadOnlyList<string> ReadStops(RequestFields fields)
    {
        IReadOnlyList<string> stops = fields.Find("stop") switch
        {
            null => [],
            { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(stop => RequestFields.TextOf(stop, "stop"))],
            { } one => [RequestFields.TextOf(one, "stop")],
        };
        return stops.Count <= MostStops && stops.All(stop => stop.Length is > 0 and <= LongestStop)
            ? stops
            : throw OpenAiException.Invalid("stop", $"\"stop\" may be up to {MostStops} texts of 1 to {LongestStop} characters.");
    }

    static string? ReadCacheKey(RequestFields fields) => fields.Text("prompt_cache_key") switch
    {
        null or "" => null,
        { Length: <= LongestCacheKey } key => key,
        _ => throw OpenAiException.Invalid("prompt_cache_key", $"\"prompt_cache_key\" may have {LongestCacheKey} characters."),
    };

    // ValueEquals throws on what is no string.
    static bool IsText(JsonElement value, string text) => value.ValueKind is JsonValueKind.String && value.ValueEquals(text);

    static bool IsOne(JsonElement value) => value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var number) && number == 1;

    static bool IsZero(JsonElement value) => value.ValueKind is JsonValueKind.Number && value.TryGetDouble(out var number) && number == 0;

    static bool IsFalse(JsonElement value) => value.ValueKind is JsonValueKind.False;
}
