using System.Net;
using System.Threading.RateLimiting;

namespace OnPremLlm.Host.Composition;

/// <summary>
/// Slows down whoever presents keys that open nothing: 60 such tries a minute from one client network, as for sign-ins, then none of that network's
/// keys is looked at until the minute is over. Keys that open something are not counted. A key cannot be guessed; this guards the database behind it.
/// Thread-safe.
/// </summary>
internal sealed class ApiKeyBrake : IDisposable
{
    public const int WrongKeysPerMinute = 60;

    static readonly TimeSpan _window = TimeSpan.FromMinutes(1);

    readonly PartitionedRateLimiter<IPAddress?> _wrong = PartitionedRateLimiter.Create<IPAddress?, UInt128>(address => RateLimitPartition.GetFixedWindowLimiter(
        ClientNetwork.Of(address),
        _ => new FixedWindowRateLimiterOptions { PermitLimit = WrongKeysPerMinute, Window = _window }));

    /// <summary>How long this network has to wait; null when it need not.</summary>
    public TimeSpan? Wait(IPAddress? address)
    {
        using var lease = _wrong.AttemptAcquire(address, permitCount: 0);
        return lease.IsAcquired ? null : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : _window;
    }

    public void CountWrong(IPAddress? address) => _wrong.AttemptAcquire(address).Dispose();

    public void Dispose() => _wrong.Dispose();
}
