namespace OnPremLlm.Inference;

/// <summary>How many tokens an answer may have for which nobody set a limit.</summary>
public static class LanguageModelRoom
{
    /// <summary><see cref="GenerationRequest.MaxTokens"/> for as many as fit beside the prompt; at least 1.</summary>
    public static async ValueTask<int> RoomAsync(this ILanguageModel model, OwnerId owner, LanguageModelInfo info, PromptContent prompt, CancellationToken ct) =>
        info.FindsRoomItself && prompt.Messages.Count > 0 ? GenerationRequest.AllThatFit : Math.Max(1, info.ContextPerSequence - await model.CountTokensAsync(owner, prompt, ct));
}
