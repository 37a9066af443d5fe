using System.Text.Json.Serialization;

namespace OnPremLlm.Scribe.Protocol;

[JsonConverter(typeof(JsonStringEnumConverter<Verdict>))]
public enum Verdict
{
    /// <summary>Matches the transcript.</summary>
    Supported,
    /// <summary>Rests on words heard with low confidence or on a medicine that is not in the formulary: listen again.</summary>
    CheckByEar,
    /// <summary>The cited words do not say this.</summary>
    NotSupported,
    /// <summary>Written or changed by the clinician; never blocks.</summary>
    ClinicianWritten,
}

/// <summary>The draft, and after signing the note.</summary>
public sealed record NoteDraft
{
    /// <summary>Raised by every change; a save or signature names the version it saw, and is refused (409) when there is a newer one.</summary>
    public required int Version { get; init; }
    public required IReadOnlyList<NoteSection> Sections { get; init; }
    public required string ModelId { get; init; }
    public required string ModelSha256 { get; init; }
    /// <summary>Made by a demonstration engine: shown on the page and in the note.</summary>
    public required bool Demonstration { get; init; }
    /// <summary>One sentence made from the consent event only.</summary>
    public required string ConsentSentence { get; init; }
    public DateTimeOffset? SignedAt { get; init; }
    public string? SignedBy { get; init; }
    /// <summary>After signing: HMAC over the transcript, whose nonce is purged with the transcript. Lower-case hex.</summary>
    public string? TranscriptCommitment { get; init; }
}

public sealed record NoteSection
{
    /// <summary>For example "medications".</summary>
    public required string Id { get; init; }
    /// <summary>"Subjective", "Objective", "Assessment" or "Plan".</summary>
    public required string Group { get; init; }
    public required string Heading { get; init; }
    public required IReadOnlyList<NoteStatement> Statements { get; init; }
    /// <summary>The model met its limit before it had ended this section: something may be missing.</summary>
    public bool Truncated { get; init; }
}

public sealed record NoteStatement
{
    public required string Id { get; init; }
    public required string Text { get; init; }
    /// <summary>The words of the transcript it rests on; empty for the clinician's own and after the transcript's purge.</summary>
    public required string Quote { get; init; }
    /// <summary>Ids of the segments it rests on.</summary>
    public required IReadOnlyList<string> Evidence { get; init; }
    public required Verdict Verdict { get; init; }
    /// <summary>Why it is not simply supported, in plain sentences.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }
}

/// <summary>PUT /api/visits/{id}/draft: the whole note as the clinician left it. Changed and new statements become <see cref="Verdict.ClinicianWritten"/>.</summary>
public sealed record SaveDraftRequest
{
    public required int Version { get; init; }
    public required IReadOnlyList<EditedSection> Sections { get; init; }
}

public sealed record EditedSection
{
    public required string Id { get; init; }
    public required IReadOnlyList<EditedStatement> Statements { get; init; }
}

public sealed record EditedStatement
{
    /// <summary>Null for a new statement.</summary>
    public string? Id { get; init; }
    /// <summary>1 to 2,000 characters.</summary>
    public required string Text { get; init; }
}

/// <summary>POST /api/visits/{id}/sign.</summary>
public sealed record SignRequest
{
    public required int Version { get; init; }
    /// <summary>Must be true while statements without support are left: the clinician vouches for them.</summary>
    public bool AttestUnsupported { get; init; }
}
