using System.Runtime.CompilerServices;
using OnPremLlm.Inference;
using OnPremLlm.Scribe.Evidence;

namespace OnPremLlm.Scribe.Drafting;

/// <summary>The product's drafting format for any instruction-tuned GGUF: one grammar-constrained answer per section, greedy.</summary>
internal sealed class StandardDraftingFormat(ILanguageModel model, EvidenceGate gate) : IDraftingFormat
{
    const int MostSectionTokens = 1024;

    public string Name => "onpremllm-draft-3";

    public PromptContent PrefillPrompt(IReadOnlyList<TranscriptTurn> transcript) => PromptLayout.Prefill(transcript);

    public async IAsyncEnumerable<DraftUpdate> DraftAsync(DraftJob job, DraftTally tally, [EnumeratorCancellation] CancellationToken ct)
    {
        var budget = Math.Min(MostSectionTokens, job.Model.ContextPerSequence / 4);
        await RequireRoomAsync(job, budget, ct);
        var grammar = StatementGrammar.For(job.Transcript);
        var sources = StatementGrammar.Sources(job.Transcript);
        foreach (var section in job.Template.Sections)
        {
            yield return new SectionStarted(section.Id);
            await foreach (var statement in WriteAsync(job, section, grammar, sources, budget, tally, ct))
            {
                yield return new StatementDrafted(statement);
            }

            yield return new SectionCompleted(section.Id);
        }
    }

    // Before the first section, so that a visit is drafted whole or refused whole.
    async Task RequireRoomAsync(DraftJob job, int budget, CancellationToken ct)
    {
        var longest = job.Template.Sections.MaxBy(s => s.Heading.Length + s.Group.Length + s.Instruction.Length)
            ?? throw new ArgumentException($"The template \"{job.Template.Id}\" has no sections. A template needs at least one.");
        var tokens = await model.CountTokensAsync(job.Owner, PromptLayout.ForSection(job.Transcript, longest), ct);
        if (tokens + budget > job.Model.ContextPerSequence)
        {
            throw TooLong(tokens, budget, job.Model.ContextPerSequence);
        }
    }

    internal static DraftingException TooLong(int tokens, int budget, int context) => new(DraftingFailure.ContextExceeded,
        $"The visit has {tokens} tokens; the model holds {context}, of which {budget} are kept for its answer. Nothing was cut. Use a model or a setting with a longer context.");

    async IAsyncEnumerable<Statement> WriteAsync(
        DraftJob job, NoteSection section, string grammar, IReadOnlyList<SpanSource> sources, int budget, DraftTally tally, [EnumeratorCancellation] CancellationToken ct)
    {
        var request = new GenerationRequest
        {
            Prompt = PromptLayout.ForSection(job.Transcript, section),
            Session = job.Session,
            IsOfOpenVisit = true,
            MaxTokens = budget,
            Grammar = grammar,
            SpanSources = sources,
        };
        var parser = new StatementParser();
        var written = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        await foreach (var update in model.GenerateAsync(job.Owner, request, ct))
        {
            // Small models say a thing again; a note that does is longer and says no more.
            foreach (var proposed in (update is GenerationUpdate.Text { Value: var text } ? parser.Add(text) : []).Where(proposed => written.Add(proposed.Statement)))
            {
                yield return Judge(job, section, proposed, written.Count);
            }

            if (update is GenerationUpdate.Finished finished)
            {
                Finish(parser, finished.Reason, section, tally);
            }
        }
    }

    static void Finish(StatementParser parser, FinishReason reason, NoteSection section, DraftTally tally)
    {
        if (reason == FinishReason.Length && !parser.IsComplete)
        {
            tally.Truncated(section.Id);
        }
        else if (!parser.IsComplete)
        {
            throw new DraftingException(DraftingFailure.UnreadableDraft,
                $"The model ended the section \"{section.Id}\" before its answer was complete. Draft again; if it stays so, the engine did not apply the grammar: check its version.");
        }
    }

    Statement Judge(DraftJob job, NoteSection section, ProposedStatement proposed, int number)
    {
        var evidence = proposed.Evidence.Distinct().ToList();
        var finding = gate.Check(job.Reading, section.Id, proposed.Statement, proposed.Quote, evidence);
        return new Statement
        {
            Id = $"{section.Id}-{number}",
            SectionId = section.Id,
            Text = proposed.Statement.Trim(),
            Quote = QuoteMatcher.Locate(proposed.Quote, job.Transcript.Where(t => evidence.Contains(t.SegmentId))) ?? proposed.Quote,
            Evidence = evidence,
            Verdict = finding.Verdict,
            Reasons = finding.Reasons,
        };
    }
}
