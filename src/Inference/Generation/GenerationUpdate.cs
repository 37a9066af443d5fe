namespace OnPremLlm.Inference;

/// <summary>A step of a generation.</summary>
public abstract record GenerationUpdate
{
    GenerationUpdate()
    {
    }

    /// <summary>
    /// The prompt is processed. Of its tokens, <paramref name="ReusedTokens"/> came from the session's own cache. Both are 0 from an engine that
    /// tells them at the end: <see cref="Finished.Prompt"/>.
    /// </summary>
    public sealed record Started(int PromptTokens, int ReusedTokens) : GenerationUpdate;

    /// <summary>The next piece of text: whole characters, possibly several tokens.</summary>
    public sealed record Text(string Value) : GenerationUpdate;

    /// <summary>The tokens of the text before, where <see cref="GenerationRequest.TopLogProbs"/> asked for them.</summary>
    public sealed record LogProbs(IReadOnlyList<TokenLogProb> Tokens) : GenerationUpdate;

    /// <summary>The end; times are those inside the engine.</summary>
    public sealed record Finished(FinishReason Reason, int CompletionTokens, TimeSpan PromptTime, TimeSpan GenerationTime) : GenerationUpdate
    {
        /// <summary>The prompt's tokens where they became known only now; null: as <see cref="Started"/> said.</summary>
        public Started? Prompt { get; init; }
    }
}

/// <summary>
/// A token with the natural logarithm of the probability that the model gave it, before temperature, top-p, min-p and grammar.
/// <paramref name="Bytes"/> is UTF-8 and may be part of a character. <paramref name="Top"/>: the likeliest tokens, likeliest first.
/// </summary>
public sealed record TokenLogProb(ReadOnlyMemory<byte> Bytes, float LogProb, IReadOnlyList<TokenLogProb> Top);

/// <summary>Why a generation ended.</summary>
public enum FinishReason
{
    /// <summary>The model's end token, the end of the grammar, or a stop text.</summary>
    Stop,

    /// <summary><see cref="GenerationRequest.MaxTokens"/> were generated.</summary>
    Length,
}
