using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OnPremLlm.Host.Api.OpenAi;

/// <summary>The messages of the API as JSON, with the names that the OpenAI API has.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(ModelList))]
[JsonSerializable(typeof(ChatCompletion))]
[JsonSerializable(typeof(ChatChunk))]
[JsonSerializable(typeof(TextCompletion))]
[JsonSerializable(typeof(EmbeddingList))]
[JsonSerializable(typeof(TokenizeAnswer))]
internal sealed partial class OpenAiJson : JsonSerializerContext
{
    /// <summary>Characters as they are, not as \u0022: read by programs and people, never put into a page.</summary>
    public static JavaScriptEncoder Encoder => JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>With <see cref="Encoder"/>.</summary>
    public static OpenAiJson Plain { get; } = new(new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = Encoder });
}

internal sealed record ErrorBody
{
    public required ErrorDetail Error { get; init; }
}

internal sealed record ErrorDetail
{
    public required string Message { get; init; }

    public required string Type { get; init; }

    public required string? Param { get; init; }

    public required string? Code { get; init; }
}

internal sealed record ModelList
{
    public string Object { get; } = "list";

    public required IReadOnlyList<ModelEntry> Data { get; init; }
}

internal sealed record ModelEntry
{
    public required string Id { get; init; }

    public string Object { get; } = "model";

    /// <summary>Seconds since 1970; when this Host began to serve it.</summary>
    public required long Created { get; init; }

    public required string OwnedBy { get; init; }

    /// <summary>Tokens that prompt and completion may have together, as vLLM names it; left out where only the file says, before it is loaded.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? MaxModelLen { get; init; }

    /// <summary>What the model has beyond the OpenAI API: "span", "tokenize".</summary>
    public required IReadOnlyList<string> Extensions { get; init; }
}

internal sealed record Usage
{
    public required int PromptTokens { get; init; }

    public required int CompletionTokens { get; init; }

    public int TotalTokens => PromptTokens + CompletionTokens;

    public required PromptTokensDetails PromptTokensDetails { get; init; }
}

/// <summary><paramref name="CachedTokens"/>: of the caller's own session; nobody else's are ever matched.</summary>
internal sealed record PromptTokensDetails(int CachedTokens);

/// <summary>Time inside the engine, in milliseconds; with the names that llama-server gives them.</summary>
internal sealed record Timings
{
    public required int CacheN { get; init; }

    public required int PromptN { get; init; }

    public required double PromptMs { get; init; }

    public required int PredictedN { get; init; }

    public required double PredictedMs { get; init; }
}

internal sealed record ChatCompletion
{
    public required string Id { get; init; }

    public string Object { get; } = "chat.completion";

    public required long Created { get; init; }

    public required string Model { get; init; }

    public required string SystemFingerprint { get; init; }

    public required IReadOnlyList<ChatChoice> Choices { get; init; }

    public required Usage Usage { get; init; }

    public required Timings Timings { get; init; }
}

internal sealed record ChatChoice
{
    public int Index { get; }

    public required ChatAnswer Message { get; init; }

    public required ChatLogprobs? Logprobs { get; init; }

    public required string FinishReason { get; init; }
}

internal sealed record ChatAnswer
{
    public string Role { get; } = "assistant";

    public required string Content { get; init; }

    public string? Refusal { get; }
}

internal sealed record ChatChunk
{
    public required string Id { get; init; }

    public string Object { get; } = "chat.completion.chunk";

    public required long Created { get; init; }

    public required string Model { get; init; }

    public required string SystemFingerprint { get; init; }

    public required IReadOnlyList<ChatChunkChoice> Choices { get; init; }

    /// <summary>In the last chunk, where stream_options.include_usage asked for it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Usage? Usage { get; init; }

    /// <summary>With the usage.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Timings? Timings { get; init; }
}

internal sealed record ChatChunkChoice
{
    public int Index { get; }

    public required ChatDelta Delta { get; init; }

    public ChatLogprobs? Logprobs { get; init; }

    public string? FinishReason { get; init; }
}

internal sealed record ChatDelta
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Role { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Content { get; init; }
}

internal sealed record ChatLogprobs
{
    public required IReadOnlyList<ChatToken> Content { get; init; }

    public IReadOnlyList<ChatToken>? Refusal { get; }
}

internal record TokenChance
{
    public required string Token { get; init; }

    public required float Logprob { get; init; }

    public required IReadOnlyList<int> Bytes { get; init; }
}

internal sealed record ChatToken : TokenChance
{
    public required IReadOnlyList<TokenChance> TopLogprobs { get; init; }
}

internal sealed record TextCompletion
{
    public required string Id { get; init; }

    public string Object { get; } = "text_completion";

    public required long Created { get; init; }

    public required string Model { get; init; }

    public required string SystemFingerprint { get; init; }

    public required IReadOnlyList<TextChoice> Choices { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Usage? Usage { get; init; }

    /// <summary>With the usage.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Timings? Timings { get; init; }
}

internal sealed record TextChoice
{
    public int Index { get; }

    public required string Text { get; init; }

    public required TextLogprobs? Logprobs { get; init; }

    public required string? FinishReason { get; init; }
}

internal sealed record TextLogprobs
{
    public required IReadOnlyList<string> Tokens { get; init; }

    public required IReadOnlyList<float> TokenLogprobs { get; init; }

    public required IReadOnlyList<IReadOnlyDictionary<string, float>> TopLogprobs { get; init; }

    /// <summary>In characters from the beginning of the completion.</summary>
    public required IReadOnlyList<int> TextOffset { get; init; }
}

internal sealed record TokenizeAnswer
{
    public required string Model { get; init; }

    public required int Count { get; init; }

    /// <summary>Tokens that prompt and completion may have together.</summary>
    public required int MaxModelLen { get; init; }

    public required IReadOnlyList<int> Tokens { get; init; }
}
