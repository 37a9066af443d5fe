namespace OnPremLlm.Training.Exporting;

/// <summary>What the file says of the model besides its numbers.</summary>
public sealed record ModelCard
{
    public required string Name { get; init; }

    public required string Version { get; init; }

    public required string Description { get; init; }

    /// <summary>An SPDX identifier, or "other".</summary>
    public required string License { get; init; }

    /// <summary>Of an "other" licence; null for none.</summary>
    public string? LicenseName { get; init; }

    /// <summary>What it was trained on.</summary>
    public required string TrainingData { get; init; }

    public IReadOnlyList<string> Languages { get; init; } = ["en"];

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Jinja, as tokenizer.chat_template; null for none.</summary>
    public string? ChatTemplate { get; init; }

    /// <summary>The longest sequence that it was trained for, in tokens.</summary>
    public int ContextLength { get; init; } = Network.ModelShape.Positions;
}
