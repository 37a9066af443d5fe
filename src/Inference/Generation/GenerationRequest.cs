namespace OnPremLlm.Inference;

/// <summary>One completion to generate.</summary>
public sealed record GenerationRequest
{
    public required PromptContent Prompt { get; init; }

    /// <summary>Session of the owner whose longest common token prefix is reused and which keeps prompt and completion. Empty: nothing is kept.</summary>
    public string Session { get; init; } = "";

    /// <summary>Tokens to generate at most; 0 prefills the session and generates nothing.</summary>
    public required int MaxTokens { get; init; }

    /// <summary>GBNF with the rule "root"; null: unconstrained.</summary>
    public string? Grammar { get; init; }

    /// <summary>0 (default) is greedy.</summary>
    public float Temperature { get; init; }

    /// <summary>Nucleus sampling; 0 (default) and 1 are off.</summary>
    public float TopP { get; init; }

    /// <summary>Smallest probability relative to the best token; 0 (default) is off.</summary>
    public float MinP { get; init; }

    /// <summary>0 (default): a random seed.</summary>
    public uint Seed { get; init; }

    /// <summary>Texts that end the completion and are not part of it.</summary>
    public IReadOnlyList<string> Stop { get; init; } = [];
}
