namespace OnPremLlm.Inference;

/// <summary>The model behind <see cref="ILanguageModel"/>.</summary>
public sealed record LanguageModelInfo
{
    /// <summary>Id in the catalog, or the file name of a model that is not in it.</summary>
    public required string Id { get; init; }

    /// <summary>Lower-case hexadecimal SHA-256 of the file that the worker loaded; null for an engine on another server, whose file nobody here has seen.</summary>
    public required string? Sha256 { get; init; }

    /// <summary>What the model calls itself (GGUF general.name); the id where it has no name.</summary>
    public required string Name { get; init; }

    /// <summary>Tokens that prompt and completion may have together; of a model that makes embeddings, tokens of one text.</summary>
    public required int ContextPerSequence { get; init; }

    /// <summary>Numbers in the vector that it makes of a text; 0 (default): it generates text.</summary>
    public int EmbeddingSize { get; init; }

    /// <summary>True where <see cref="PromptContent.Messages"/> can be used.</summary>
    public required bool ChatTemplateSupported { get; init; }

    /// <summary>True for a model that shows the product and must not draft notes of patients.</summary>
    public required bool IsDemonstration { get; init; }

    /// <summary>True where <see cref="GenerationRequest.AllThatFit"/> may be asked for, so that nobody needs to count a prompt's tokens first.</summary>
    public bool FindsRoomItself { get; init; }

    /// <summary>How prompts are written: "chat", or a format that the catalog names ("demo-scribe-interim").</summary>
    public string? PromptFormat { get; init; }
}
