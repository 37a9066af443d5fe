namespace OnPremLlm.Scribe.Drafting;

/// <summary>What the evidence gate says of a statement.</summary>
public enum EvidenceVerdict
{
    /// <summary>Matches the cited words.</summary>
    Supported,

    /// <summary>Matches words that were heard with low confidence, or names a medicine that is not in the formulary.</summary>
    CheckByEar,

    /// <summary>The cited words do not say this.</summary>
    NotSupported,
}

/// <summary>One sentence or item of a draft with the words it rests on.</summary>
public sealed record Statement
{
    /// <summary>Unique within the draft: section id, hyphen, number from 1 ("history-2").</summary>
    public required string Id { get; init; }

    public required string SectionId { get; init; }

    /// <summary>1 to 40 words, or the quote itself.</summary>
    public required string Text { get; init; }

    /// <summary>The words relied on, in the transcript's own spelling where the draft's quote is found there; up to 200 characters.</summary>
    public required string Quote { get; init; }

    /// <summary>Ids of the cited segments, each once, as cited; empty when nothing was found.</summary>
    public required IReadOnlyList<string> Evidence { get; init; }

    public required EvidenceVerdict Verdict { get; init; }

    /// <summary>Why it is not simply supported: plain sentences that name the kind of mismatch, never what was said. Empty when supported.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }
}
