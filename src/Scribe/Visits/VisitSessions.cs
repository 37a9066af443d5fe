using System.Collections.Concurrent;
using OnPremLlm.Scribe.Storage;

namespace OnPremLlm.Scribe.Visits;

/// <summary>The sessions of the visits that are in use on this Host. Thread safe.</summary>
internal sealed class VisitSessions(ScribeStore store, RecordStore records, TimeProvider clock) : IDisposable
{
    readonly ConcurrentDictionary<(TenantId, EncounterId), VisitSession> _sessions = new();

    public VisitSession Get(TenantId tenant, EncounterId visit) =>
        _sessions.GetOrAdd((tenant, visit), _ => new VisitSession(tenant, visit, store, records, clock));

    /// <summary>Ends what works on the visit's plaintext and forgets it; the next use makes a new session.</summary>
    public void Forget(TenantId tenant, EncounterId visit)
    {
        if (_sessions.TryRemove((tenant, visit), out var session))
        {
            session.Dispose();
        }
    }

    /// <summary>As <see cref="Forget"/>, but those who watch the visit stay connected.</summary>
    public void EndWork(TenantId tenant, EncounterId visit)
    {
        if (_sessions.TryGetValue((tenant, visit), out var session))
        {
            session.EndWork();
        }
    }

    public void Dispose()
    {
        foreach (var key in _sessions.Keys)
        {
            Forget(key.Item1, key.Item2);
        }
    }
}
