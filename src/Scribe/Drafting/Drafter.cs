using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using OnPremLlm.Inference;
using OnPremLlm.Scribe.Evidence;

namespace OnPremLlm.Scribe.Drafting;

/// <summary>
/// Writes the draft of a note from a visit's transcript with the model that is active, and checks each statement before it is passed on.
/// Thread-safe; a session serves one call at a time. Failures of the engine come as <see cref="InferenceException"/>, all others as <see cref="DraftingException"/>.
/// </summary>
public sealed class Drafter(ILanguageModel model, EvidenceGate gate, TimeProvider clock, ILogger<Drafter> logger)
{
    /// <summary>
    /// Streams the draft, section by section in the template's order. Nothing is stored; leaving the enumeration early stops the model.
    /// </summary>
    /// <param name="owner">The tenant.</param>
    /// <param name="session">The visit's session with the model. The same one as in <see cref="PrefillAsync"/>, so that only new tokens are read. Not empty.</param>
    /// <param name="transcript">Final segments in order; ids rise.</param>
    /// <param name="template">The sections to write.</param>
    /// <param name="ct">Stops the model at its next batch.</param>
    public async IAsyncEnumerable<DraftUpdate> DraftAsync(
        OwnerId owner, string session, IReadOnlyList<TranscriptTurn> transcript, NoteTemplate template, [EnumeratorCancellation] CancellationToken ct)
    {
        TranscriptRules.Check(transcript);
        var started = clock.GetTimestamp();
        var info = await model.DescribeAsync(owner, ct);
        var format = FormatOf(info);
        var job = new DraftJob(owner, session, transcript, template, info, gate.Read(transcript));
        var tally = new DraftTally();
        await foreach (var update in Mapped(format.DraftAsync(job, tally, ct), ct))
        {
            tally.Count(update);
            yield return update;
        }

        var summary = tally.Summarize(job, format.Name, clock.GetElapsedTime(started));
        Log.DraftCompleted(logger, owner, summary.Format, transcript.Count, tally.Statements, summary.NotSupported, summary.Duration.TotalMilliseconds);
        yield return new DraftCompleted(summary);
    }

    /// <summary>
    /// Has the model read what was said so far, while the visit runs, so that the draft starts at once. Call it after each final segment or every few;
    /// each call costs what is new. Does nothing for an empty transcript.
    /// </summary>
    public async Task PrefillAsync(OwnerId owner, string session, IReadOnlyList<TranscriptTurn> transcript, CancellationToken ct)
    {
        if (transcript.Count == 0)
        {
            return;
        }

        TranscriptRules.Check(transcript);
        var info = await model.DescribeAsync(owner, ct);
        var request = new GenerationRequest { Prompt = FormatOf(info).PrefillPrompt(transcript), Session = session, IsOfOpenVisit = true, MaxTokens = 0 };
        await foreach (var _ in Mapped(model.GenerateAsync(owner, request, ct), ct))
        {
            // The updates of a prefill say only that it was read.
        }
    }

    IDraftingFormat FormatOf(LanguageModelInfo info) =>
        info.PromptFormat == DemoScribeInterimAdapter.PromptFormat ? new DemoScribeInterimAdapter(model, gate)
        : info.ChatTemplateSupported ? new StandardDraftingFormat(model, gate)
        : throw new DraftingException(DraftingFailure.NoChatTemplate,
            $"The model \"{info.Id}\" has no chat template that the engine knows, so a draft cannot be asked of it. Choose an instruction-tuned GGUF whose tokenizer.chat_template is one of llama.cpp's built-in templates (chatml, llama3, mistral, gemma, phi, qwen and others).");

    static async IAsyncEnumerable<T> Mapped<T>(IAsyncEnumerable<T> source, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var updates = source.GetAsyncEnumerator(ct);
        while (await NextAsync(updates))
        {
            yield return updates.Current;
        }
    }

    static async ValueTask<bool> NextAsync<T>(IAsyncEnumerator<T> updates)
    {
        try
        {
            return await updates.MoveNextAsync();
        }
        catch (InferenceException e) when (e.Failure == InferenceFailure.ContextExceeded)
        {
            throw new DraftingException(DraftingFailure.ContextExceeded, "The visit is longer than the model's context. Nothing was cut. Use a model or a setting with a longer context.", e);
        }
        catch (InferenceException e) when (e.Failure == InferenceFailure.NoChatTemplate)
        {
            throw new DraftingException(DraftingFailure.NoChatTemplate, "The engine cannot render this model's chat template. Choose an instruction-tuned GGUF with one of llama.cpp's built-in templates.", e);
        }
    }
}
