using System.Collections.Concurrent;
using OnPremLlm.Scribe.Retention;
using OnPremLlm.Scribe.Storage;

namespace OnPremLlm.Scribe.Visits;

/// <summary>The sessions of the visits that are in use on this Host. Thread safe. Nobody keeps a session across a wait for a person: ask again.</summary>
internal sealed class VisitSessions(ScribeStore store, Dispositions dispositions, RecordStore records, TimeProvider clock) : IDisposable
{
    readonly ConcurrentDictionary<(TenantId, EncounterId), VisitSession> _sessions = new();

    /// <summary>Whether a session of the visit is in memory.</summary>
    public bool Holds(TenantId tenant, EncounterId visit) => _sessions.ContainsKey((tenant, visit));

    public VisitSession Get(TenantId tenant, EncounterId visit)
    {
        while (true)
        {
            var session = _sessions.GetOrAdd((tenant, visit), _ => new VisitSession(tenant, visit, store, dispositions, records, clock));
            lock (session)
            {
                if (!session.IsRetired)
                {
                    session.LastUsed = clock.GetTimestamp();
                    return session;
                }
            }
        }
    }

    /// <summary>Ends what works on plaintext of a purged category; those who watch the visit stay connected.</summary>
    public void EndWork(TenantId tenant, EncounterId visit, RecordCategory purged)
    {
        if (_sessions.TryGetValue((tenant, visit), out var session))
        {
            session.EndWork(purged);
        }
    }

    /// <summary>Forgets the sessions that nobody has used, watched or worked on for so long, and returns them: what they know is in the store.</summary>
    public IReadOnlyList<VisitSession> ForgetIdle(TimeSpan idle)
    {
        List<VisitSession> forgotten = [];
        foreach (var (key, session) in _sessions)
        {
            lock (session)
            {
                if (session.IsBusy || clock.GetElapsedTime(session.LastUsed) < idle)
                {
                    continue;
                }

                session.IsRetired = true;
                _sessions.TryRemove(key, out _);
                forgotten.Add(session);
            }
        }

        return forgotten;
    }

    public void Dispose()
    {
        foreach (var session in _sessions.Values)
        {
            session.Dispose();
        }

        _sessions.Clear();
    }
}
