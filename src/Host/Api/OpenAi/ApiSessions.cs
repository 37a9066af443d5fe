using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace OnPremLlm.Host.Api.OpenAi;

/// <summary>
/// Which session of the engine a request continues: the one of the same key (or person) and prompt_cache_key, so that nobody's prefix is matched
/// by anybody else, not even within a clinic. A session serves one request at a time; a second one meanwhile goes without.
/// </summary>
internal sealed class ApiSessions
{
    readonly ConcurrentDictionary<string, bool> _busy = [];

    public Held Hold(ApiCaller caller, string? cacheKey)
    {
        if (cacheKey is null)
        {
            return new(this, "");
        }

        var whose = caller.Key?.ToString() ?? caller.Person?.ToString() ?? throw new NoCallerException();
        var name = "v1-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{caller.Tenant}\n{whose}\n{cacheKey}")));
        return new(this, _busy.TryAdd(name, true) ? name : "");
    }

    /// <summary>A session's name while a request uses it; empty for none.</summary>
    public sealed class Held(ApiSessions sessions, string name) : IDisposable
    {
        public string Name => name;

        public void Dispose() => sessions._busy.TryRemove(name, out _);
    }
}
