using Protocol = OnPremLlm.Inference.Protocol;

namespace OnPremLlm.Inference;

/// <summary>Between this project's records and the messages of generation.proto.</summary>
internal static class GenerationMessages
{
    public static Protocol.GenerateRequest Request(OwnerId owner, GenerationRequest request)
    {
        var message = new Protocol.GenerateRequest
        {
            Owner = owner.ToString(),
            Session = request.Session,
            Prompt = Prompt(request.Prompt),
            MaxTokens = request.MaxTokens,
            Grammar = request.Grammar ?? "",
            Temperature = request.Temperature,
            TopP = request.TopP,
            MinP = request.MinP,
            Seed = request.Seed,
            OfOpenVisit = request.IsOfOpenVisit,
        };
        message.Stop.AddRange(request.Stop);
        message.SpanSources.AddRange(request.SpanSources.Select(Source));
        if (request.TopLogProbs is { } alternatives)
        {
            message.TopLogProbs = alternatives;
        }

        return message;
    }

    public static Protocol.Prompt Prompt(PromptContent content)
    {
        RequireOneForm(content);
        var prompt = new Protocol.Prompt { AnswerPrefix = content.AnswerPrefix };
        prompt.Parts.AddRange(content.Parts.Select(Part));
        prompt.Messages.AddRange(content.Messages.Select(message => new Protocol.ChatMessage { Role = message.Role, Content = message.Content }));
        return prompt;
    }

    public static void RequireOneForm(PromptContent content)
    {
        if ((content.Parts.Count == 0) == (content.Messages.Count == 0))
        {
            throw new InferenceException(InferenceFailure.InvalidRequest, $"A prompt has either parts or messages; this one has {content.Parts.Count} parts and {content.Messages.Count} messages.");
        }
    }

    /// <summary>Null for an event that this release does not know.</summary>
    public static GenerationUpdate? Update(Protocol.GenerateEvent message) => message.EventCase switch
    {
        Protocol.GenerateEvent.EventOneofCase.Started => new GenerationUpdate.Started(message.Started.PromptTokens, message.Started.ReusedTokens),
        Protocol.GenerateEvent.EventOneofCase.Text => new GenerationUpdate.Text(message.Text),
        Protocol.GenerateEvent.EventOneofCase.LogProbs => new GenerationUpdate.LogProbs([.. message.LogProbs.Tokens.Select(LogProb)]),
        Protocol.GenerateEvent.EventOneofCase.Finished => Finished(message.Finished),
        _ => null,
    };

    static GenerationUpdate.Finished Finished(Protocol.GenerationFinished message) => new(
        message.Reason == Protocol.FinishReason.Length ? FinishReason.Length : FinishReason.Stop,
        message.CompletionTokens,
        TimeSpan.FromMicroseconds(message.PromptMicroseconds),
        TimeSpan.FromMicroseconds(message.GenerationMicroseconds));

    static TokenLogProb LogProb(Protocol.TokenLogProb token) => new(token.Token.Memory, token.LogProb, [.. token.Top.Select(LogProb)]);

    static Protocol.SpanSource Source(SpanSource source) => new()
    {
        Name = source.Name,
        Text = source.Text,
        Encoding = source.Encoding == SpanEncoding.JsonString ? Protocol.SpanEncoding.JsonString : Protocol.SpanEncoding.Raw,
        Unit = source.Unit switch
        {
            SpanUnit.Words => Protocol.SpanUnit.Words,
            SpanUnit.Characters => Protocol.SpanUnit.Characters,
            SpanUnit.Lines => Protocol.SpanUnit.Lines,
            _ => throw new ArgumentOutOfRangeException(nameof(source)),
        },
        WithinLines = source.WithinLines,
        LongestCharacters = source.LongestCharacters,
    };

    static Protocol.PromptPart Part(PromptPart part) => part switch
    {
        PromptPart.Text text => new() { Text = text.Value },
        PromptPart.Control control => new() { Control = control.Value },
        _ => throw new ArgumentOutOfRangeException(nameof(part)),
    };
}
