using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using OnPremLlm.Inference;
using OnPremLlm.Scribe.Drafting;
using OnPremLlm.Scribe.Evidence;

namespace OnPremLlm.Training.Evaluation;

/// <summary>Drafts of visits by the product's own path: the transcript is read while people talk, then the note is written.</summary>
internal sealed class DraftingBench(DraftingWorker worker)
{
    static readonly OwnerId Owner = new(Guid.Parse("00000000-0000-0000-0000-000000000001"));

    readonly Drafter drafter = new(worker.Model, new EvidenceGate(new HashSet<string>()), TimeProvider.System, NullLogger<Drafter>.Instance);

    /// <summary>The note, and how long it took from the last word on.</summary>
    public async Task<(IReadOnlyList<Statement> Draft, TimeSpan Took)> DraftAsync(IReadOnlyList<TranscriptTurn> turns)
    {
        var session = Guid.NewGuid().ToString();
        await drafter.PrefillAsync(Owner, session, turns, default);
        var clock = Stopwatch.StartNew();
        var draft = await drafter.DraftAsync(Owner, session, turns, NoteTemplate.Soap, default).OfType<StatementDrafted>().Select(update => update.Statement).ToListAsync();
        var took = clock.Elapsed;
        await worker.Model.CloseSessionAsync(Owner, session, default);
        return (draft, took);
    }
}
