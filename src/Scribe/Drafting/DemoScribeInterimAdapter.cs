using System.Runtime.CompilerServices;
using OnPremLlm.Inference;
using OnPremLlm.Scribe.Evidence;

namespace OnPremLlm.Scribe.Drafting;

/// <summary>
/// Drafts with the interim demonstration model, which knows only its own prompt, writes a whole note and cites nothing: the note is split into
/// statements as it streams, and their evidence is found by matching. Goes away with the issue "The demonstration model".
/// </summary>
internal sealed class DemoScribeInterimAdapter(ILanguageModel model, EvidenceGate gate) : IDraftingFormat
{
    public const string PromptFormat = "demo-scribe-interim";

    // It was trained on windows of 1,024 tokens with prompts of up to about 770.
    const int Window = 1024;
    const int NoteTokens = 254;

    public string Name => PromptFormat;

    public PromptContent PrefillPrompt(IReadOnlyList<TranscriptTurn> transcript) => new() { Parts = Prompt(transcript)[..2] };

    public async IAsyncEnumerable<DraftUpdate> DraftAsync(DraftJob job, DraftTally tally, [EnumeratorCancellation] CancellationToken ct)
    {
        var reader = new DemoNoteReader(job.Template, new EvidenceFinder(gate, job.Reading));
        var request = new GenerationRequest { Prompt = new PromptContent { Parts = Prompt(job.Transcript) }, Session = job.Session, IsOfOpenVisit = true, MaxTokens = await RoomAsync(job, ct) };
        await foreach (var update in model.GenerateAsync(job.Owner, request, ct))
        {
            var read = update switch
            {
                GenerationUpdate.Text { Value: var text } => reader.Add(text),
                GenerationUpdate.Finished { Reason: FinishReason.Stop } => reader.Finish(),
                GenerationUpdate.Finished => reader.Cut(tally),
                _ => [],
            };
            foreach (var drafted in read)
            {
                yield return drafted;
            }
        }
    }

    async Task<int> RoomAsync(DraftJob job, CancellationToken ct)
    {
        var context = Math.Min(Window, job.Model.ContextPerSequence);
        var tokens = await model.CountTokensAsync(job.Owner, new PromptContent { Parts = Prompt(job.Transcript) }, ct);
        return tokens + NoteTokens <= context ? context - tokens : throw StandardDraftingFormat.TooLong(tokens, NoteTokens, context);
    }

    static PromptPart[] Prompt(IReadOnlyList<TranscriptTurn> transcript) =>
    [
        new PromptPart.Control("<|user|>"),
        new PromptPart.Text("\n" + string.Join('\n', transcript.Where(t => !string.IsNullOrWhiteSpace(t.Text)).Select(DemoSpelling.Line))),
        new PromptPart.Control("<|assistant|>"),
    ];
}
