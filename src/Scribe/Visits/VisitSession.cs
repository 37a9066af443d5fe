using OnPremLlm.Scribe.Events;
using OnPremLlm.Scribe.Protocol;
using OnPremLlm.Scribe.Retention;
using OnPremLlm.Scribe.Storage;

namespace OnPremLlm.Scribe.Visits;

/// <summary>
/// What the Host holds in memory of one visit: its gate (one change at a time), its feed, the next audio frame and the work in
/// progress. Everything durable is in the tenant's store; a session can be forgotten and made again at any time.
/// </summary>
internal sealed class VisitSession(TenantId tenant, EncounterId visit, ScribeStore store, Dispositions dispositions, RecordStore records, TimeProvider clock) : IDisposable
{
    CancellationTokenSource _transcriptionEnded = new();
    CancellationTokenSource _draftingEnded = new();
    TaskCompletionSource _advanced = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TenantId Tenant { get; } = tenant;
    public EncounterId Visit { get; } = visit;
    public VisitFeed Feed { get; } = new(tenant, visit, records, clock);
    public SemaphoreSlim Gate { get; } = new(1, 1);

    /// <summary>Monotonic time of the last use; written by <see cref="VisitSessions"/> under the session's lock.</summary>
    public long LastUsed { get; set; }

    /// <summary>Forgotten by <see cref="VisitSessions"/>, or the Host stops: no longer handed out. Set under the session's lock.</summary>
    public bool IsRetired { get; set; }

    /// <summary>Whether somebody watches the visit or works on it.</summary>
    public bool IsBusy => Feed.IsWatched || Transcription is { IsCompleted: false } || Drafting is { IsCompleted: false };

    /// <summary>Cancelled when the recording or the transcript is purged, or the Host stops.</summary>
    public CancellationToken TranscriptionEnded => _transcriptionEnded.Token;

    /// <summary>Cancelled when the transcript or the drafts are purged, or the Host stops.</summary>
    public CancellationToken DraftingEnded => _draftingEnded.Token;

    /// <summary>The sequence number that the next audio frame must have. Null until read from the store.</summary>
    public long? NextFrame { get; set; }

    /// <summary>A frame shorter than 200 ms was stored: it must have been the last.</summary>
    public bool ShortFrameStored { get; set; }

    /// <summary>Taken while a transcript segment gets its number.</summary>
    public SemaphoreSlim Numbering { get; } = new(1, 1);

    /// <summary>How many segments the transcript has. Null until counted in the store.</summary>
    public int? Segments { get; set; }

    /// <summary>The transcription in progress, when there is one.</summary>
    public Task? Transcription { get; set; }

    /// <summary>Monotonic time of the last failure of transcription.</summary>
    public long? TranscriptionFailedAt { get; set; }

    /// <summary>How often transcription was asked for; raised with every group of frames and when capture stops.</summary>
    public long TranscriptionRequests { get; set; }

    /// <summary>The drafting in progress, when there is one.</summary>
    public Task? Drafting { get; set; }

    /// <summary>Completes when frames were stored or capture was stopped after this was read.</summary>
    public Task Advanced => Volatile.Read(ref _advanced).Task;

    public void SignalAdvanced() =>
        Interlocked.Exchange(ref _advanced, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();

    /// <summary>Changes the visit's row under the gate, saves it, and tells the subscribers when the state is another one.</summary>
    public async Task<Encounter> ChangeAsync(Func<Encounter, ScribeDbContext, Task> change, CancellationToken ct)
    {
        await Gate.WaitAsync(ct);
        try
        {
            return await ChangeLockedAsync(change, ct);
        }
        finally
        {
            Gate.Release();
        }
    }

    /// <summary>As <see cref="ChangeAsync"/>, for a caller that holds the gate.</summary>
    public async Task<Encounter> ChangeLockedAsync(Func<Encounter, ScribeDbContext, Task> change, CancellationToken ct)
    {
        await using var database = await store.OpenAsync(Tenant, ct);
        var encounter = await database.Encounters.FindAsync([Visit.Value], ct) ?? throw VisitErrors.NotFound();
        var before = (encounter.State, encounter.Problem);
        await change(encounter, database);
        await dispositions.SaveAsync(Tenant, database, ct);
        if ((encounter.State, encounter.Problem) != before)
        {
            await Feed.TellAsync(Feed.Unstored(VisitEventType.StateChanged) with { State = encounter.State, Problem = encounter.Problem });
        }

        return encounter;
    }

    /// <summary>Ends the work on plaintext of a category that was purged.</summary>
    public void EndWork(RecordCategory purged)
    {
        if (purged is RecordCategory.Audio or RecordCategory.Transcript)
        {
            End(ref _transcriptionEnded);
        }

        if (purged is RecordCategory.Transcript or RecordCategory.Draft)
        {
            End(ref _draftingEnded);
        }
    }

    static void End(ref CancellationTokenSource source)
    {
        using var before = Interlocked.Exchange(ref source, new CancellationTokenSource());
        before.Cancel();
    }

    public void Dispose()
    {
        IsRetired = true;
        EndWork(RecordCategory.Transcript);
        _transcriptionEnded.Dispose();
        _draftingEnded.Dispose();
        Feed.Dispose();
        Gate.Dispose();
        Numbering.Dispose();
    }
}
