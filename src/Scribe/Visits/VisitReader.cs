using Microsoft.EntityFrameworkCore;
using OnPremLlm.Scribe.Capture;
using OnPremLlm.Scribe.Notes;
using OnPremLlm.Scribe.Protocol;
using OnPremLlm.Scribe.Storage;

namespace OnPremLlm.Scribe.Visits;

/// <summary>Puts together what a clinician sees of a visit, from its row and its sealed records.</summary>
internal sealed class VisitReader(ScribeStore store, FrameLog frames, NoteStore notes)
{
    public static VisitSummary Summary(Encounter encounter, string clinicianName) => new()
    {
        Id = encounter.Id,
        State = encounter.State,
        CreatedAt = encounter.CreatedAt,
        SignedAt = encounter.SignedAt,
        Clinician = clinicianName,
        RecordedMs = encounter.RecordedMs,
    };

    public async Task<VisitDetail> ReadAsync(VisitSession session, string clinicianName, CancellationToken ct)
    {
        // The event number is read first: what happens while the rest is read comes again as an event, and is not missed.
        var lastEvent = await session.Feed.LastSequenceAsync(ct);
        await using var database = await store.OpenAsync(session.Tenant, ct);
        var encounter = await database.Encounters.AsNoTracking().SingleOrDefaultAsync(e => e.Id == session.Visit.Value, ct) ?? throw VisitErrors.NotFound();
        var signed = encounter.State is VisitState.Signed;
        var transcript = await session.Feed.ReadTranscriptAsync(ct);
        return new VisitDetail
        {
            Summary = Summary(encounter, clinicianName),
            Consent = encounter is { ConsentMode: { } mode, ConsentAt: { } at } ? new ConsentGiven { Mode = mode, At = at } : null,
            Channels = encounter.Channels,
            NextFrame = await frames.NextAsync(session, ct),
            Transcript = transcript,
            Draft = signed || encounter.DraftVersion == 0 ? null : await notes.ReadDraftAsync(session.Tenant, session.Visit, encounter.DraftVersion, ct),
            Note = signed ? await notes.ReadNoteAsync(session.Tenant, session.Visit, ct) : null,
            Records = await RecordsAsync(database, encounter, transcript.Count, ct),
            LastEvent = lastEvent,
            Problem = encounter.Problem,
        };
    }

    static async Task<IReadOnlyList<RecordStatus>> RecordsAsync(ScribeDbContext database, Encounter encounter, int segments, CancellationToken ct)
    {
        var rows = await database.Dispositions.AsNoTracking().Where(d => d.EncounterId == encounter.Id).OrderBy(d => d.Category).ToListAsync(ct);
        return [.. rows.Select(row => new RecordStatus
        {
            Kind = Kinds.Of((RecordCategory)row.Category),
            DueAt = row.DueAt,
            PurgedAt = row.PurgedAt,
            ReceiptId = row.PurgedAt is null ? null : row.PurgeId,
            OnHold = row.OnHold,
            Empty = IsEmpty((RecordCategory)row.Category, encounter, segments, row.PurgedAt is not null),
        })];
    }

    static bool IsEmpty(RecordCategory category, Encounter encounter, int segments, bool purged) => category switch
    {
        RecordCategory.Audio => encounter.Channels == 0,
        RecordCategory.Transcript => segments == 0 && (!purged || encounter.TranscribedAt is null || encounter.State is VisitState.NothingRecognised),
        RecordCategory.Draft => encounter.DraftVersion == 0,
        RecordCategory.Note => encounter.State is not VisitState.Signed,
        _ => false,
    };
}
