namespace OnPremLlm.Scribe.Drafting;

/// <summary>One step of a draft that is being written. Sections come in the template's order; the last update is <see cref="DraftCompleted"/>.</summary>
public abstract record DraftUpdate;

public sealed record SectionStarted(string SectionId) : DraftUpdate;

public sealed record StatementDrafted(Statement Statement) : DraftUpdate;

/// <summary>No more statements of this section come; a section that was not talked about has none.</summary>
public sealed record SectionCompleted(string SectionId) : DraftUpdate;

public sealed record DraftCompleted(DraftSummary Summary) : DraftUpdate;

/// <summary>What a finished draft was made with and what the gate found; holds nothing about the patient.</summary>
public sealed record DraftSummary
{
    public required string ModelId { get; init; }

    /// <summary>SHA-256 of the model file, lower-case hex; empty for a remote engine.</summary>
    public required string ModelSha256 { get; init; }

    /// <summary>"onpremllm-draft-3" or "demo-scribe-interim".</summary>
    public required string Format { get; init; }

    /// <summary>True while a demonstration model wrote it: app, note and exports say so.</summary>
    public required bool IsDemonstration { get; init; }

    public required string TemplateId { get; init; }
    public required int TemplateVersion { get; init; }
    public required int Supported { get; init; }
    public required int CheckByEar { get; init; }
    public required int NotSupported { get; init; }

    /// <summary>Sections whose output was cut at the token limit; their complete statements are kept. Empty as a rule.</summary>
    public required IReadOnlyList<string> TruncatedSections { get; init; }

    public required TimeSpan Duration { get; init; }
}
