namespace OnPremLlm.Inference;

/// <summary>A step of a generation.</summary>
public abstract record GenerationUpdate
{
    GenerationUpdate()
    {
    }

    /// <summary>The prompt is processed. Of its tokens, <paramref name="ReusedTokens"/> came from the session's own cache.</summary>
    public sealed record Started(int PromptTokens, int ReusedTokens) : GenerationUpdate;

    /// <summary>The next piece of text: whole characters, possibly several tokens.</summary>
    public sealed record Text(string Value) : GenerationUpdate;

    /// <summary>The end; times are those inside the engine.</summary>
    public sealed record Finished(FinishReason Reason, int CompletionTokens, TimeSpan PromptTime, TimeSpan GenerationTime) : GenerationUpdate;
}

/// <summary>Why a generation ended.</summary>
public enum FinishReason
{
    /// <summary>The model's end token, the end of the grammar, or a stop text.</summary>
    Stop,

    /// <summary><see cref="GenerationRequest.MaxTokens"/> were generated.</summary>
    Length,
}
