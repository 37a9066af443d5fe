using OnPremLlm.Inference;
using OnPremLlm.Scribe.Evidence;

namespace OnPremLlm.Scribe.Drafting;

/// <summary>How a model is asked for a draft and how its answer is read: the product's format, or that of the interim demonstration model.</summary>
internal interface IDraftingFormat
{
    string Name { get; }

    PromptContent PrefillPrompt(IReadOnlyList<TranscriptTurn> transcript);

    /// <summary>Sections and statements; the caller adds the closing summary.</summary>
    IAsyncEnumerable<DraftUpdate> DraftAsync(DraftJob job, DraftTally tally, CancellationToken ct);
}

/// <summary>One draft to write.</summary>
internal sealed record DraftJob(
    OwnerId Owner, string Session, IReadOnlyList<TranscriptTurn> Transcript, NoteTemplate Template, LanguageModelInfo Model, TranscriptReading Reading);
