using Microsoft.Extensions.AI;
using OnPremLlm.Inference.Structured;

namespace OnPremLlm.Inference;

/// <summary>Reads what .NET's chat abstraction asks for. What cannot be honoured is refused by name: ignored, it would answer another question than was asked.</summary>
internal static class ChatRequests
{
    /// <summary><see cref="GenerationRequest.MaxTokens"/> is 0 where the options name no limit.</summary>
    public static GenerationRequest Read(IEnumerable<ChatMessage> messages, ChatOptions? options, string modelId)
    {
        options ??= new();
        Refuse(options.Tools is { Count: > 0 }, nameof(options.Tools));
        Refuse(options.FrequencyPenalty is not (null or 0), nameof(options.FrequencyPenalty));
        Refuse(options.PresencePenalty is not (null or 0), nameof(options.PresencePenalty));
        Refuse(options.TopK is not null, nameof(options.TopK));
        Refuse(options.ModelId is { } other && other != modelId, nameof(options.ModelId));
        Refuse(options.ConversationId is not null, nameof(options.ConversationId));
        Refuse(options.AdditionalProperties is { Count: > 0 }, nameof(options.AdditionalProperties));
        Refuse(options.RawRepresentationFactory is not null, nameof(options.RawRepresentationFactory));
        var prompt = new PromptContent { Messages = [.. (options.Instructions is { Length: > 0 } instructions ? [new PromptMessage("system", instructions)] : (PromptMessage[])[]), .. messages.Select(Message)] };
        return new()
        {
            Prompt = prompt,
            MaxTokens = options.MaxOutputTokens ?? 0,
            Temperature = options.Temperature ?? 1,
            TopP = options.TopP is { } share and >= 0 ? Math.Max(share, GenerationRequest.LikeliestOnly) : options.TopP ?? 0,
            Seed = options.Seed is { } seed ? Folded(seed) : 0,
            Stop = [.. options.StopSequences ?? []],
            Shape = Shape(options.ResponseFormat),
        };
    }

    static PromptMessage Message(ChatMessage message)
    {
        var role = message.Role == ChatRole.System ? "system"
            : message.Role == ChatRole.User ? "user"
            : message.Role == ChatRole.Assistant ? "assistant"
            : throw NotSupported($"The role {nameof(ChatRole.Tool)}");
        return message.Contents.All(content => content is TextContent or UsageContent) ? new(role, message.Text) : throw NotSupported("A message with other contents than text");
    }

    static AnswerShape? Shape(ChatResponseFormat? format)
    {
        try
        {
            return format switch
            {
                null or ChatResponseFormatText => null,
                ChatResponseFormatJson { Schema: { } schema } => AnswerShape.OfSchema(schema),
                ChatResponseFormatJson => AnswerShape.AnyJsonObject,
                _ => throw NotSupported($"{nameof(ChatOptions.ResponseFormat)} of this kind"),
            };
        }
        catch (JsonSchemaException refusal)
        {
            throw new InferenceException(InferenceFailure.InvalidRequest, refusal.Message, refusal);
        }
    }

    // The engine takes 0 as "random".
    static uint Folded(long seed) => unchecked((uint)(seed ^ (seed >> 32))) is var folded && folded != 0 ? folded : 0x9E37_79B9;

    static void Refuse(bool isAsked, string what)
    {
        if (isAsked)
        {
            throw NotSupported(what);
        }
    }

    static InferenceException NotSupported(string what) => new(InferenceFailure.InvalidRequest, $"{what} is not supported by the engines here. Leave it out.");
}
