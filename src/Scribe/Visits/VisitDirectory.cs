using Microsoft.EntityFrameworkCore;
using OnPremLlm.Scribe.Protocol;
using OnPremLlm.Scribe.Retention;
using OnPremLlm.Scribe.Storage;

namespace OnPremLlm.Scribe.Visits;

/// <summary>
/// Makes visits, records consent, and answers who may see what: a clinician sees the own visits of the own clinic, and nobody else's.
/// </summary>
public sealed class VisitDirectory
{
    readonly ScribeStore _store;
    readonly VisitSessions _sessions;
    readonly Dispositions _dispositions;
    readonly VisitReader _reader;
    readonly TimeProvider _clock;

    internal VisitDirectory(ScribeStore store, VisitSessions sessions, Dispositions dispositions, VisitReader reader, TimeProvider clock) =>
        (_store, _sessions, _dispositions, _reader, _clock) = (store, sessions, dispositions, reader, clock);

    /// <summary>A new visit with its record keys, ledger entries and clocks; nothing can be recorded before consent.</summary>
    public async Task<Guid> CreateAsync(TenantId tenant, PersonId clinician, CancellationToken ct)
    {
        var encounter = new Encounter { Id = EncounterId.Create(_clock).Value, ClinicianId = clinician.Value, CreatedAt = _clock.GetUtcNow(), State = VisitState.AwaitingConsent };
        await using var database = await _store.OpenAsync(tenant, ct);
        await _dispositions.OpenAsync(tenant, encounter, database, ct);
        database.Encounters.Add(encounter);
        await _dispositions.SaveAsync(tenant, database, ct);
        return encounter.Id;
    }

    /// <summary>The clinician's visits, newest first, at most 200.</summary>
    public async Task<IReadOnlyList<VisitSummary>> ListAsync(TenantId tenant, PersonId clinician, string clinicianName, CancellationToken ct)
    {
        await using var database = await _store.OpenAsync(tenant, ct);
        var encounters = await database.Encounters.AsNoTracking().Where(e => e.ClinicianId == clinician.Value)
            .OrderByDescending(e => e.CreatedAt).Take(200).ToListAsync(ct);
        return [.. encounters.Select(e => VisitReader.Summary(e, clinicianName))];
    }

    /// <summary>Throws "visit-not-found" for an absent visit, another clinic's and another clinician's alike.</summary>
    public async Task<VisitDetail> GetAsync(TenantId tenant, PersonId clinician, Guid visit, string clinicianName, CancellationToken ct)
    {
        var session = await OpenAsync(tenant, clinician, visit, ct);
        return await _reader.ReadAsync(session, clinicianName, ct);
    }

    /// <summary>Records consent. Giving it twice with the same mode is no error; another mode after the recording began is refused.</summary>
    public async Task ConsentAsync(TenantId tenant, PersonId clinician, Guid visit, ConsentMode mode, CancellationToken ct)
    {
        if (!Enum.IsDefined(mode))
        {
            throw new ScribeException(HubErrors.Invalid, $"The consent mode is unknown. Allowed: {string.Join(", ", Enum.GetNames<ConsentMode>())}.");
        }

        var session = await OpenAsync(tenant, clinician, visit, ct);
        await session.ChangeAsync(
            (encounter, _) =>
            {
                if (encounter.State is not (VisitState.AwaitingConsent or VisitState.Ready) && encounter.ConsentMode != mode)
                {
                    throw VisitErrors.WrongState(encounter.State, "a visit whose recording has not begun");
                }

                if (encounter.State is VisitState.AwaitingConsent or VisitState.Ready)
                {
                    (encounter.ConsentMode, encounter.ConsentAt, encounter.State) = (mode, _clock.GetUtcNow(), VisitState.Ready);
                }

                return Task.CompletedTask;
            },
            ct);
    }

    /// <summary>Every event of the visit after <paramref name="afterSequence"/>, then live ones, until cancelled.</summary>
    public async Task<IAsyncEnumerable<VisitEvent>> EventsAsync(TenantId tenant, PersonId clinician, Guid visit, long afterSequence, CancellationToken ct)
    {
        if (afterSequence < 0)
        {
            throw new ScribeException(HubErrors.Invalid, $"The event number {afterSequence} is below 0. Send the last number seen, or 0 for all.");
        }

        var session = await OpenAsync(tenant, clinician, visit, ct);
        return session.Feed.SubscribeAsync(afterSequence, ct);
    }

    /// <summary>The session of a visit that this clinician may use.</summary>
    internal async Task<VisitSession> OpenAsync(TenantId tenant, PersonId clinician, Guid visit, CancellationToken ct)
    {
        await using var database = await _store.OpenAsync(tenant, ct);
        var mine = await database.Encounters.AnyAsync(e => e.Id == visit && e.ClinicianId == clinician.Value, ct);
        return mine ? _sessions.Get(tenant, new EncounterId(visit)) : throw VisitErrors.NotFound();
    }
}
