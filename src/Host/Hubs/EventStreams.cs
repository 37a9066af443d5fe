using Microsoft.AspNetCore.SignalR;
using OnPremLlm.Host.Api;
using OnPremLlm.Tenancy;

namespace OnPremLlm.Host.Hubs;

/// <summary>
/// Counts the open streams of events. Attack: one session subscribes again and again, and each subscription holds a buffer and reads the whole
/// visit from the database. Thread-safe.
/// </summary>
internal sealed class EventStreams
{
    public const int PerConnection = 4;
    public const int PerPerson = 16;

    readonly Lock _gate = new();
    readonly Dictionary<string, int> _ofConnections = [];
    readonly Dictionary<(TenantId, PersonId), int> _ofPeople = [];

    /// <summary>A place for one stream, given back by disposing it. Throws <see cref="HubException"/> when there is none left.</summary>
    public IDisposable Take(string connection, Caller caller)
    {
        var person = (caller.Tenant, caller.Person);
        lock (_gate)
        {
            if (_ofConnections.GetValueOrDefault(connection) >= PerConnection || _ofPeople.GetValueOrDefault(person) >= PerPerson)
            {
                throw new HubException($"{ApiErrors.TooManyStreams}: At most {PerConnection} visits can be followed on one connection and {PerPerson} by one person. Close a tab or end a stream, then try again.");
            }

            Add(_ofConnections, connection, 1);
            Add(_ofPeople, person, 1);
        }

        return new Place(this, connection, person);
    }

    static void Add<TKey>(Dictionary<TKey, int> counts, TKey key, int change)
        where TKey : notnull
    {
        if ((counts[key] = counts.GetValueOrDefault(key) + change) == 0)
        {
            counts.Remove(key);
        }
    }

    sealed class Place(EventStreams streams, string connection, (TenantId, PersonId) person) : IDisposable
    {
        EventStreams? _streams = streams;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _streams, null) is not { } taken)
            {
                return;
            }

            lock (taken._gate)
            {
                Add(taken._ofConnections, connection, -1);
                Add(taken._ofPeople, person, -1);
            }
        }
    }
}
