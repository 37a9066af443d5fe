using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace OnPremLlm.Host.Api.OpenAi;

/// <summary>
/// Which session of the engine a request continues: the one of the same key (or person) and prompt_cache_key, so that nobody's prefix is matched
/// by anybody else, not even within a clinic.
/// <para>
/// A session serves one request at a time. Requests of one cache key that come at the same time get sessions side by side, the lowest free one
/// first, eight at most; further ones go without. So one request after the other always continues the same session, and programs that send several at once find
/// the common prefix again from their second round on. The alternative, to wait for the first to end, would make one after the other of what was
/// sent side by side, and how much it saves is known only afterwards. It costs no more memory than going without: each request holds a place of the engine
/// anyhow, and a session that nobody uses gives its place to the next that needs one.
/// </para>
/// </summary>
internal sealed class ApiSessions
{
    /// <summary>Sessions of one cache key.</summary>
    public const int Most = 8;

    readonly ConcurrentDictionary<string, bool> _busy = [];

    public Held Hold(ApiCaller caller, string? cacheKey)
    {
        if (cacheKey is null)
        {
            return new(this, "");
        }

        var whose = caller.Key?.ToString() ?? caller.Person?.ToString() ?? throw new NoCallerException();
        var name = "v1-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{caller.Tenant}\n{whose}\n{cacheKey}")));
        return new(this, Enumerable.Range(0, Most).Select(number => number == 0 ? name : $"{name}-{number}").FirstOrDefault(free => _busy.TryAdd(free, true)) ?? "");
    }

    /// <summary>A session's name while a request uses it; empty for none.</summary>
    public sealed class Held(ApiSessions sessions, string name) : IDisposable
    {
        public string Name => name;

        public void Dispose()
        {
            if (name.Length > 0)
            {
                sessions._busy.TryRemove(name, out _);
            }
        }
    }
}
