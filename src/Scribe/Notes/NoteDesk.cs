using Microsoft.Extensions.Logging;
using OnPremLlm.Inference;
using OnPremLlm.Scribe.Protocol;
using OnPremLlm.Scribe.Retention;
using OnPremLlm.Scribe.Storage;
using OnPremLlm.Scribe.Transcription;
using OnPremLlm.Scribe.Visits;

namespace OnPremLlm.Scribe.Notes;

/// <summary>What a clinician does with a transcript and a draft: hand in a written transcript, ask for a draft again, edit, sign.</summary>
public sealed class NoteDesk
{
    readonly VisitDirectory _visits;
    readonly NoteStore _notes;
    readonly DraftMaker _drafts;
    readonly Transcriber _transcriber;
    readonly TranscriptCommitments _commitments;
    readonly Dispositions _dispositions;
    readonly ILanguageModel _model;
    readonly TimeProvider _clock;
    readonly ILogger<NoteDesk> _log;

    internal NoteDesk(
        VisitDirectory visits, NoteStore notes, DraftMaker drafts, Transcriber transcriber, TranscriptCommitments commitments, Dispositions dispositions, ILanguageModel model, TimeProvider clock,
        ILogger<NoteDesk> log) =>
        (_visits, _notes, _drafts, _transcriber, _commitments, _dispositions, _model, _clock, _log) =
            (visits, notes, drafts, transcriber, commitments, dispositions, model, clock, log);

    /// <summary>Takes a written transcript in place of a recording and starts the draft.</summary>
    public async Task WriteTranscriptAsync(TenantId tenant, PersonId clinician, Guid visit, IReadOnlyList<WrittenTurn> turns, CancellationToken ct)
    {
        WrittenTranscriptRules.Check(turns);
        var session = await _visits.OpenAsync(tenant, clinician, visit, ct);
        await session.ChangeAsync(
            async (encounter, database) =>
            {
                AdmitWritten(encounter);
                await Segments.PublishAsync(session, turns, ct);
                (encounter.TranscribedAt, encounter.State) = (_clock.GetUtcNow(), VisitState.Drafting);
                await _dispositions.RescheduleAsync(encounter, database, ct);
            },
            ct);
        _drafts.EnsureRunning(session);
    }

    /// <summary>Goes on where a visit stands still: transcription that stopped, or a draft that failed.</summary>
    public async Task RetryAsync(TenantId tenant, PersonId clinician, Guid visit, CancellationToken ct)
    {
        var session = await _visits.OpenAsync(tenant, clinician, visit, ct);
        var encounter = await session.ChangeAsync(
            (encounter, _) =>
            {
                if (encounter.State is not (VisitState.DraftFailed or VisitState.Transcribing or VisitState.Drafting))
                {
                    throw VisitErrors.WrongState(encounter.State, "a visit whose draft failed");
                }

                encounter.State = encounter.State is VisitState.Transcribing ? VisitState.Transcribing : VisitState.Drafting;
                encounter.Problem = null;
                return Task.CompletedTask;
            },
            ct);
        Resume(session, encounter);
    }

    /// <summary>Stores the clinician's version of the draft.</summary>
    public async Task<NoteDraft> SaveAsync(TenantId tenant, PersonId clinician, Guid visit, SaveDraftRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        var session = await _visits.OpenAsync(tenant, clinician, visit, ct);
        NoteDraft? saved = null;
        await session.ChangeAsync(
            async (encounter, _) =>
            {
                var draft = await CurrentAsync(session, encounter, request.Version, ct);
                var written = await _notes.ReadDraftAsync(tenant, session.Visit, draft.ModelVersion, ct);
                saved = NoteEditing.Apply(draft, written, request.Sections);
                await _notes.SaveDraftAsync(tenant, session.Visit, saved, ct);
                encounter.DraftVersion = saved.Version;
            },
            ct);
        return saved ?? throw new InvalidOperationException("The change ran without a result.");
    }

    /// <summary>
    /// Signs the draft: it becomes the note, without quotations but with a commitment to the transcript, and the visit's records go on
    /// the clocks that signing starts.
    /// </summary>
    public async Task<NoteDraft> SignAsync(TenantId tenant, PersonId clinician, string clinicianName, Guid visit, SignRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        var session = await _visits.OpenAsync(tenant, clinician, visit, ct);
        NoteDraft? signed = null;
        await session.ChangeAsync(
            async (encounter, database) =>
            {
                var draft = await CurrentAsync(session, encounter, request.Version, ct);
                NoteEditing.CheckSignable(draft, request.AttestUnsupported);
                encounter.SignedAt = _clock.GetUtcNow();
                signed = NoteEditing.Sign(draft, clinicianName, encounter.SignedAt.Value, await _commitments.CommitAsync(session, ct));
                await _notes.SaveNoteAsync(tenant, session.Visit, signed, ct);
                encounter.State = VisitState.Signed;
                await _dispositions.RescheduleAsync(encounter, database, ct);
            },
            ct);
        await session.Feed.TellAsync(session.Feed.Unstored(VisitEventType.Signed) with { Draft = signed });
        await CloseSessionAsync(session);
        return signed ?? throw new InvalidOperationException("The change ran without a result.");
    }

    /// <summary>Goes on with what a visit was doing when the Host stopped.</summary>
    internal void Resume(VisitSession session, Encounter encounter)
    {
        if (encounter.State is VisitState.Transcribing)
        {
            _transcriber.EnsureRunning(session, encounter.Channels);
        }
        else if (encounter.State is VisitState.Drafting)
        {
            _drafts.EnsureRunning(session);
        }
    }

    // The note is signed, whatever the engine says; a worker that is gone holds no session.
    async Task CloseSessionAsync(VisitSession session)
    {
        try
        {
            await _model.CloseSessionAsync(new OwnerId(session.Tenant.Value), session.Visit.Value.ToString("N"), CancellationToken.None);
        }
        catch (InferenceException failure)
        {
            _log.SessionNotClosed(session.Visit.Value, Log.Describe(failure));
        }
    }

    static void AdmitWritten(Encounter encounter)
    {
        if (encounter.State is VisitState.AwaitingConsent)
        {
            throw new ScribeException(HubErrors.ConsentMissing, "No consent is recorded for this visit, so no transcript may be stored. Record the consent first.");
        }

        if (encounter.State is not VisitState.Ready)
        {
            throw VisitErrors.WrongState(encounter.State, "a visit with consent and without a recording");
        }
    }

    async Task<NoteDraft> CurrentAsync(VisitSession session, Encounter encounter, int version, CancellationToken ct)
    {
        if (encounter.State is not VisitState.Review)
        {
            throw VisitErrors.WrongState(encounter.State, "a visit in review");
        }

        if (version != encounter.DraftVersion)
        {
            throw new ScribeException(HubErrors.VersionConflict, $"Version {version} of the draft was changed meanwhile; the newest is {encounter.DraftVersion}. Load it, and put your change in again.");
        }

        return await _notes.ReadDraftAsync(session.Tenant, session.Visit, version, ct)
            ?? throw new ScribeException(HubErrors.RecordPurged, "The draft was purged on schedule before it was signed. Nothing can be signed any more.");
    }
}
