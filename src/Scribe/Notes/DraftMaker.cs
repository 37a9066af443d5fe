using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using OnPremLlm.Inference;
using OnPremLlm.Scribe.Drafting;
using OnPremLlm.Scribe.Parking;
using OnPremLlm.Scribe.Protocol;
using OnPremLlm.Scribe.Storage;
using OnPremLlm.Scribe.Visits;

namespace OnPremLlm.Scribe.Notes;

/// <summary>Makes the draft of a visit whose transcript is complete, streams it as events, and stores it as the next version.</summary>
internal sealed class DraftMaker(ILanguageModel model, Drafter drafter, ParkedSessions parked, NoteStore notes, ScribeStore store, TimeProvider clock, ILogger<DraftMaker> log)
{
    /// <summary>
    /// Drafts after the attempt in progress, if the visit still wants a draft then: an attempt that has just said that it failed may not
    /// have ended when the clinician asks again.
    /// </summary>
    public void EnsureRunning(VisitSession session)
    {
        lock (session)
        {
            var before = session.Drafting ?? Task.CompletedTask;
            session.Drafting = Task.Run(() => RunAsync(before, session, session.DraftingEnded), CancellationToken.None);
        }
    }

    async Task RunAsync(Task before, VisitSession session, CancellationToken ct)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            if (await WantsDraftAsync(session, ct))
            {
                await DraftAsync(session, ct);
            }
        }
        catch (Exception failure) when (failure is RecordKeyDestroyedException || (failure is OperationCanceledException && ct.IsCancellationRequested))
        {
            log.DraftingCancelled(session.Visit.Value);
            await FailAsync(session, "The transcript or the draft was purged on schedule before the draft was ready.");
        }
        catch (Exception failure) when (failure is InferenceException or DraftingException)
        {
            log.DraftingFailed(session.Visit.Value, Log.Describe(failure));
            await FailAsync(session, $"{failure.Message} Nothing of the transcript is lost{(CanHelpAgain(failure) ? ": ask for the draft again" : "")}.");
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // The message of an unexpected failure may hold clinical text: it is not passed on.
            log.DraftingFailed(session.Visit.Value, Log.Describe(failure));
            await FailAsync(session, "The draft could not be made because of an unexpected failure. Nothing of the transcript is lost: ask for the draft again, and tell IT the time if it stays.");
        }
    }

    async Task<bool> WantsDraftAsync(VisitSession session, CancellationToken ct)
    {
        await using var database = await store.OpenAsync(session.Tenant, ct);
        return await database.Encounters.AnyAsync(encounter => encounter.Id == session.Visit.Value && encounter.State == VisitState.Drafting, ct);
    }

    async Task DraftAsync(VisitSession session, CancellationToken ct)
    {
        var owner = new OwnerId(session.Tenant.Value);
        var transcript = await session.Feed.ReadTranscriptAsync(ct);
        var info = await model.DescribeAsync(owner, ct);
        await parked.RestoreAsync(session.Tenant, session.Visit, ct);
        var note = new NoteUnderConstruction(NoteTemplate.Soap, transcript);
        await session.Feed.PublishAsync(session.Feed.Unstored(VisitEventType.DraftStarted), ct);
        TranscriptTurn[] turns = [.. transcript.Select((segment, index) => Turn(segment, $"s{index + 1}"))];
        await foreach (var update in drafter.DraftAsync(owner, session.Visit.Value.ToString("N"), turns, NoteTemplate.Soap, ct))
        {
            if (note.Apply(update) is { } visitEvent)
            {
                await session.Feed.PublishAsync(visitEvent, ct);
            }
        }

        NoteDraft? draft = null;
        await session.ChangeAsync(
            async (encounter, _) =>
            {
                draft = note.Build(encounter.DraftVersion + 1, info, ConsentSentence.For(encounter, clock.LocalTimeZone));
                await notes.SaveDraftAsync(session.Tenant, session.Visit, draft, ct);
                (encounter.DraftVersion, encounter.State, encounter.Problem) = (draft.Version, VisitState.Review, null);
            },
            ct);
        await session.Feed.TellAsync(session.Feed.Unstored(VisitEventType.DraftCompleted) with { Draft = draft });
    }

    // The drafter wants ids that rise with time; two channels may have been final in another order. The note maps them back.
    static TranscriptTurn Turn(TranscriptSegment segment, string id) => new(
        id,
        segment.Speaker switch
        {
            Speaker.Clinician => TranscriptSpeaker.Clinician,
            Speaker.Patient => TranscriptSpeaker.Patient,
            Speaker.Unknown => TranscriptSpeaker.Unknown,
            _ => throw new UnreachableException(),
        },
        segment.Text,
        segment.Tokens.Select(token => token.Confidence).DefaultIfEmpty(1).Min());

    // What the engine refuses for good, or the transcript does not give, asking again does not change.
    static bool CanHelpAgain(Exception failure) => failure is InferenceException { Retryable: true };

    async Task FailAsync(VisitSession session, string problem)
    {
        if (session.IsRetired)
        {
            return; // the Host stops; the next start goes on
        }

        try
        {
            await session.ChangeAsync(
                (encounter, _) =>
                {
                    if (encounter.State is VisitState.Drafting)
                    {
                        (encounter.State, encounter.Problem) = (VisitState.DraftFailed, problem);
                    }

                    return Task.CompletedTask;
                },
                CancellationToken.None);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            log.DraftingFailed(session.Visit.Value, Log.Describe(failure));
        }
    }
}
