namespace OnPremLlm.Inference;

/// <summary>
/// What a model is asked to continue: either <see cref="Parts"/>, or <see cref="Messages"/> in the model's own chat template.
/// Only <see cref="PromptPart.Control"/> can carry control tokens; nobody can speak or type one into text or messages.
/// </summary>
public sealed record PromptContent
{
    /// <summary>Pieces in order; empty when <see cref="Messages"/> are used.</summary>
    public IReadOnlyList<PromptPart> Parts { get; init; } = [];

    /// <summary>A conversation, oldest first; empty when <see cref="Parts"/> are used.</summary>
    public IReadOnlyList<PromptMessage> Messages { get; init; } = [];

    /// <summary>With messages: text that the answer is made to start with. Empty: none.</summary>
    public string AnswerPrefix { get; init; } = "";
}

/// <summary>A piece of a prompt.</summary>
public abstract record PromptPart
{
    PromptPart()
    {
    }

    /// <summary>Plain text; tokenized with special tokens off.</summary>
    public sealed record Text(string Value) : PromptPart;

    /// <summary>Control tokens of the model (such as &lt;|im_start|&gt;). Never put anything here that a person wrote or said.</summary>
    public sealed record Control(string Value) : PromptPart;
}

/// <summary>One message of a conversation. <paramref name="Role"/> is "system", "user" or "assistant".</summary>
public sealed record PromptMessage(string Role, string Content);
