using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using OnPremLlm.Inference;
using OnPremLlm.Scribe.Capture;
using OnPremLlm.Scribe.Notes;
using OnPremLlm.Scribe.Protocol;
using OnPremLlm.Scribe.Retention;
using OnPremLlm.Scribe.Storage;
using OnPremLlm.Scribe.Visits;

namespace OnPremLlm.Scribe.Transcription;

/// <summary>
/// Turns the durable frames of a visit into transcript events, one recognizer stream per channel, while it is recorded and after. It reads
/// frames back from the store only, so what is transcribed is what is kept; after a restart it goes on from each channel's last final.
/// </summary>
internal sealed class Transcriber(
    ISpeechRecognizer recognizer, ScribeStore store, FrameLog frames, Dispositions dispositions, DraftMaker drafts, TimeProvider clock, ILogger<Transcriber> log)
{
    /// <summary>A recognizer that dies is started again; after so many failures without a new final the visit says so.</summary>
    const int Attempts = 4;

    /// <summary>After a failure the next frames do not start transcription again for so long; stopping and asking again do.</summary>
    static readonly TimeSpan _rest = TimeSpan.FromSeconds(15);

    /// <summary>Starts the visit's transcription unless it runs or has just failed.</summary>
    public void FramesArrived(VisitSession session, int channels)
    {
        if (session.TranscriptionFailedAt is not { } failed || clock.GetElapsedTime(failed) > _rest)
        {
            EnsureRunning(session, channels);
        }
    }

    /// <summary>Starts the visit's transcription unless it runs.</summary>
    public void EnsureRunning(VisitSession session, int channels)
    {
        lock (session)
        {
            session.TranscriptionRequests++;
            session.Transcription ??= Task.Run(() => RunAsync(session, channels, session.TranscriptionEnded), CancellationToken.None);
        }
    }

    async Task RunAsync(VisitSession session, int channels, CancellationToken ct)
    {
        try
        {
            await RunToEndOrIdleAsync(session, channels, ct);
        }
        catch (Exception failure) when (failure is RecordKeyDestroyedException || (failure is OperationCanceledException && ct.IsCancellationRequested))
        {
            log.TranscriptionCancelled(session.Visit.Value);
            Clear(session);
            await SayAsync(session, EndUnheardAsync);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            log.TranscriptionFailed(session.Visit.Value, Log.Describe(failure));
            session.TranscriptionFailedAt = clock.GetTimestamp();
            Clear(session);
            await SayAsync(session, (encounter, _) =>
            {
                encounter.Problem = "The recording is stored, but speech recognition stopped. Try again; it is also tried again when the recording goes on. Tell IT when this stays.";
                return Task.CompletedTask;
            });
        }
    }

    // A recording that was purged on schedule before it was recognised to its end.
    static async Task EndUnheardAsync(Encounter encounter, ScribeDbContext database)
    {
        if (encounter.State is VisitState.Transcribing
            && await database.Dispositions.AnyAsync(d => d.EncounterId == encounter.Id && d.Category == (short)RecordCategory.Audio && d.PurgeId != null))
        {
            encounter.State = VisitState.DraftFailed;
            encounter.Problem = "The recording was purged on schedule before all of it was recognised. The draft can be made from what was recognised until then.";
        }
    }

    // The work has ended, whatever comes of telling so; a Host that stops tells nothing.
    async Task SayAsync(VisitSession session, Func<Encounter, ScribeDbContext, Task> change)
    {
        try
        {
            if (!session.IsRetired)
            {
                await session.ChangeAsync(change, CancellationToken.None);
            }
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            log.TranscriptionFailed(session.Visit.Value, Log.Describe(failure));
        }
    }

    static void Clear(VisitSession session)
    {
        lock (session)
        {
            session.Transcription = null;
        }
    }

    /// <summary>Ends when the recording is transcribed, or when no sound came for a while: the recognizer is freed, and the next frame starts again.</summary>
    async Task RunToEndOrIdleAsync(VisitSession session, int channels, CancellationToken ct)
    {
        while (true)
        {
            var requests = Requests(session);
            await Task.WhenAll(Enumerable.Range(0, channels).Select(channel => FollowChannelAsync(session, channel, channels, ct)));
            if (await LastFrameAsync(session, ct) is not null)
            {
                await FinishAsync(session, ct);
                return;
            }

            if (ClearUnlessAskedAgain(session, requests))
            {
                return;
            }
        }
    }

    // One step under the lock: a frame that arrives now either finds the work running or starts it again.
    static bool ClearUnlessAskedAgain(VisitSession session, long requests)
    {
        lock (session)
        {
            session.Transcription = session.TranscriptionRequests == requests ? null : session.Transcription;
            return session.Transcription is null;
        }
    }

    static long Requests(VisitSession session)
    {
        lock (session)
        {
            return session.TranscriptionRequests;
        }
    }

    async Task FollowChannelAsync(VisitSession session, int channel, int channels, CancellationToken ct)
    {
        var speaker = SpeakerOf(channel, channels);
        for (var failures = 0; ;)
        {
            var from = await ResumePointAsync(session, speaker, ct);
            try
            {
                await RecognizeAsync(session, new ChannelStream(channel, channels, from), speaker, ct);
                return;
            }
            catch (InferenceException failure) when (failure.Retryable)
            {
                failures = failure.Failure is InferenceFailure.Busy ? failures : await ResumePointAsync(session, speaker, ct) > from ? 1 : failures + 1;
                log.RecognizerFailed(session.Visit.Value, channel, failures, failure.Failure);
                if (failures >= Attempts)
                {
                    throw;
                }

                // Busy is no failure: another visit has the decoder, and this one's sound is stored meanwhile.
                await Task.Delay(TimeSpan.FromSeconds(Math.Max(1, failures)), clock, ct);
            }
        }
    }

    async Task RecognizeAsync(VisitSession session, ChannelStream channel, Speaker speaker, CancellationToken ct)
    {
        var start = new RecognitionStart { Session = $"{session.Visit.Value:N}-{channel.Channel}", OffsetMs = channel.FromMs };
        var owner = new OwnerId(session.Tenant.Value);
        await foreach (var update in recognizer.RecognizeAsync(owner, start, channel.ReadAsync(session, frames, token => LastFrameAsync(session, token), ct), ct))
        {
            switch (update)
            {
                case RecognitionUpdate.Partial partial:
                    session.Feed.Send(session.Feed.Unstored(VisitEventType.PartialTranscript) with
                    {
                        Partial = new PartialTranscript { Speaker = speaker, StartMs = partial.StartMs, Text = partial.Text },
                    });
                    break;
                case RecognitionUpdate.Final { Words.Count: > 0 } final:
                    await Segments.PublishAsync(session, speaker, final, ct);
                    break;
            }
        }
    }

    /// <summary>The last frame of the recording, once capture has stopped. Asked again whenever frames were stored or capture stopped.</summary>
    async Task<long?> LastFrameAsync(VisitSession session, CancellationToken ct)
    {
        await using var database = await store.OpenAsync(session.Tenant, ct);
        return await database.Encounters.Where(e => e.Id == session.Visit.Value).Select(e => e.LastFrame).SingleAsync(ct);
    }

    async Task FinishAsync(VisitSession session, CancellationToken ct)
    {
        var spoken = (await session.Feed.ReadTranscriptAsync(ct)).Count > 0;
        var visit = await session.ChangeAsync(
            async (encounter, database) =>
            {
                if (encounter.State is not VisitState.Transcribing)
                {
                    return; // it went on meanwhile: a reviewed draft must not be made anew
                }

                encounter.TranscribedAt = clock.GetUtcNow();
                encounter.Problem = spoken ? null : "No speech was recognised, so there is no draft. Check the microphone, then start a new visit; what was recorded is purged on schedule.";
                encounter.State = spoken ? VisitState.Drafting : VisitState.NothingRecognised;
                await dispositions.RescheduleAsync(encounter, database, ct);
            },
            ct);
        if (visit.State is VisitState.Drafting)
        {
            drafts.EnsureRunning(session);
        }
    }

    static async Task<long> ResumePointAsync(VisitSession session, Speaker speaker, CancellationToken ct) =>
        (await session.Feed.ReadTranscriptAsync(ct)).Where(s => s.Speaker == speaker).Select(s => s.SettledMs).DefaultIfEmpty(0).Max();

    static Speaker SpeakerOf(int channel, int channels) => channels == 1 || channel == 0 ? Speaker.Clinician : Speaker.Patient;
}
