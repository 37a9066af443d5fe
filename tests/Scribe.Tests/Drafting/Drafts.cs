using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OnPremLlm.Inference;
using OnPremLlm.Scribe.Drafting;
using OnPremLlm.Scribe.Evidence;
using OnPremLlm.Scribe.Tests.Evidence;

namespace OnPremLlm.Scribe.Tests.Drafting;

/// <summary>Runs drafts for tests.</summary>
internal static class Drafts
{
    public static OwnerId Owner { get; } = new(Guid.Parse("11111111-1111-1111-1111-111111111111"));

    public static Drafter Drafter(ILanguageModel model) => new(model, new EvidenceGate(SampleVisits.Formulary), new FakeTimeProvider(), NullLogger<Drafter>.Instance);

    public static async Task<List<DraftUpdate>> DraftAsync(ILanguageModel model, IReadOnlyList<TranscriptTurn> transcript, NoteTemplate? template = null)
    {
        var updates = new List<DraftUpdate>();
        await foreach (var update in Drafter(model).DraftAsync(Owner, "visit-1", transcript, template ?? NoteTemplate.Soap, CancellationToken.None))
        {
            updates.Add(update);
        }

        return updates;
    }

    public static IEnumerable<Statement> Statements(this IEnumerable<DraftUpdate> updates) => updates.OfType<StatementDrafted>().Select(u => u.Statement);
}
