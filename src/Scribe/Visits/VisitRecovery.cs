using Microsoft.EntityFrameworkCore;
using OnPremLlm.Scribe.Notes;
using OnPremLlm.Scribe.Protocol;
using OnPremLlm.Scribe.Storage;

namespace OnPremLlm.Scribe.Visits;

/// <summary>
/// Finds the visits that were at work when the Host stopped and lets them go on. A visit in recording goes on with its next frame.
/// </summary>
public sealed class VisitRecovery
{
    readonly ScribeStore _store;
    readonly VisitSessions _sessions;
    readonly NoteDesk _desk;

    internal VisitRecovery(ScribeStore store, VisitSessions sessions, NoteDesk desk) => (_store, _sessions, _desk) = (store, sessions, desk);

    /// <summary>Returns how many visits went on.</summary>
    public async Task<int> ResumeAsync(TenantId tenant, CancellationToken ct)
    {
        await using var database = await _store.OpenAsync(tenant, ct);
        var atWork = await database.Encounters.AsNoTracking()
            .Where(e => e.State == VisitState.Transcribing || e.State == VisitState.Drafting).ToListAsync(ct);
        foreach (var encounter in atWork)
        {
            _desk.Resume(_sessions.Get(tenant, new EncounterId(encounter.Id)), encounter);
        }

        return atWork.Count;
    }
}
