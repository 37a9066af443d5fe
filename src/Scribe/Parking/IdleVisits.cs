using Microsoft.EntityFrameworkCore;
using OnPremLlm.Scribe.Protocol;
using OnPremLlm.Scribe.Storage;
using OnPremLlm.Scribe.Visits;

namespace OnPremLlm.Scribe.Parking;

/// <summary>
/// Forgets visits that nobody has used for half an hour, and frees what an engine holds for them: it keeps a worker from being stopped. Where a draft may
/// be asked for again, it is parked; else it is closed.
/// </summary>
public sealed class IdleVisits
{
    static readonly TimeSpan _idle = TimeSpan.FromMinutes(30);
    static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);

    readonly VisitSessions _sessions;
    readonly ScribeStore _store;
    readonly ParkedSessions _parked;
    readonly TimeProvider _clock;

    internal IdleVisits(VisitSessions sessions, ScribeStore store, ParkedSessions parked, TimeProvider clock) => (_sessions, _store, _parked, _clock) = (sessions, store, parked, clock);

    /// <summary>One round, over all clinics. An engine that fails or is slow keeps what it has; that is logged, and the others' turn comes.</summary>
    public Task RunAsync(CancellationToken ct) => RunAsync(_idle, ct);

    internal async Task RunAsync(TimeSpan idle, CancellationToken ct)
    {
        foreach (var session in _sessions.ForgetIdle(idle).Where(session => session.Drafting is not null))
        {
            using var limit = new CancellationTokenSource(_patience, _clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
            await _parked.FreeAsync(session.Tenant, session.Visit, () => MayBeDraftedAsync(session, either.Token), () => _sessions.Holds(session.Tenant, session.Visit), either.Token);
        }
    }

    async Task<bool> MayBeDraftedAsync(VisitSession session, CancellationToken ct)
    {
        await using var database = await _store.OpenAsync(session.Tenant, ct);
        return await database.Encounters.AnyAsync(encounter => encounter.Id == session.Visit.Value && encounter.State == VisitState.DraftFailed, ct);
    }
}
