using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;

namespace OnPremLlm.Host.Composition;

/// <summary>
/// Slows down whoever presents keys that open nothing, and nobody else behind the same address: a program whose key was revoked, or somebody who
/// plays with the interface, must not stop the programs of a whole hospital that a proxy shows as one network.
/// <para>
/// A network is slow after 60 wrong keys in a minute, as for sign-ins, until the minute is over. From then on its wrong keys are answered 429 instead
/// of 401, and of keys that this Host has not yet seen open something, two are looked up at a time and sixteen wait; a key that opened something
/// before is looked up at once, as ever. So a valid key works, unless it is new to the Host and the flood is on at that very moment: then it is told
/// to come again.
/// </para>
/// <para>
/// Attack: what does somebody gain who floods? No key: 256 bits are not found by trying, however fast. No knowledge of which keys are known: whoever
/// sends one that is known has it. Work for the database: two look-ups at a time, each by the primary key, per network, where it was none for the
/// rest of the minute; and none at all by text that is no key, which its form tells. Every key is still asked for in the database at each request, so that one
/// that was revoked is refused by the next.
/// </para>
/// Thread-safe.
/// </summary>
internal sealed class ApiKeyBrake : IDisposable
{
    public const int WrongKeysPerMinute = 60;

    const int AtATime = 2;
    const int Waiting = 16;
    const int MostKnown = 10_000;

    static readonly TimeSpan _window = TimeSpan.FromMinutes(1);

    readonly PartitionedRateLimiter<IPAddress?> _wrong = PartitionedRateLimiter.Create<IPAddress?, UInt128>(address => RateLimitPartition.GetFixedWindowLimiter(
        ClientNetwork.Of(address),
        _ => new FixedWindowRateLimiterOptions { PermitLimit = WrongKeysPerMinute, Window = _window }));

    readonly PartitionedRateLimiter<IPAddress?> _slow = PartitionedRateLimiter.Create<IPAddress?, UInt128>(address => RateLimitPartition.GetConcurrencyLimiter(
        ClientNetwork.Of(address),
        _ => new ConcurrencyLimiterOptions { PermitLimit = AtATime, QueueLimit = Waiting }));

    // By hash, as the database keeps them: a dump of the Host's memory gives no key that is not in use at that moment.
    readonly ConcurrentDictionary<string, bool> _opened = [];

    /// <summary>How long this network's wrong keys make it wait; null when it is not slow.</summary>
    public TimeSpan? Wait(IPAddress? address)
    {
        using var lease = _wrong.AttemptAcquire(address, permitCount: 0);
        return lease.IsAcquired ? null : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : _window;
    }

    /// <summary>Leave to look a key of a slow network up, to be disposed after it; null where there is none just now.</summary>
    public async Task<IDisposable?> TryEnterAsync(IPAddress? address, string key, CancellationToken ct)
    {
        if (_opened.ContainsKey(HashOf(key)))
        {
            return NoLimit.Instance;
        }

        var lease = await _slow.AcquireAsync(address, permitCount: 1, ct);
        if (lease.IsAcquired)
        {
            return lease;
        }

        lease.Dispose();
        return null;
    }

    public void CountRight(string key)
    {
        if (_opened.Count < MostKnown)
        {
            _opened.TryAdd(HashOf(key), true);
        }
    }

    /// <param name="key">Null for text that is no key.</param>
    public void CountWrong(IPAddress? address, string? key)
    {
        _wrong.AttemptAcquire(address).Dispose();
        if (key is not null)
        {
            _opened.TryRemove(HashOf(key), out _);
        }
    }

    public void Dispose()
    {
        _wrong.Dispose();
        _slow.Dispose();
    }

    static string HashOf(string key) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    sealed class NoLimit : IDisposable
    {
        public static readonly NoLimit Instance = new();

        public void Dispose()
        {
        }
    }
}
