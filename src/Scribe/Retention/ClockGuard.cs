using Microsoft.Extensions.Logging;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Scribe.Retention;

/// <summary>
/// Keeps a wrong clock from purging early: the wall clock is compared with the monotonic one since the Host started. After a jump of more
/// than 5 minutes nothing is purged until the Host is restarted. Thread safe.
/// </summary>
internal sealed class ClockGuard(TimeProvider clock, ILogger<ClockGuard> log)
{
    static readonly TimeSpan _largestJump = TimeSpan.FromMinutes(5);

    readonly long _startedTimestamp = clock.GetTimestamp();
    readonly DateTimeOffset _startedAt = clock.GetUtcNow();
    volatile bool _stopped;

    /// <summary>Throws once the clock has jumped.</summary>
    public void Check()
    {
        var jump = (clock.GetUtcNow() - _startedAt) - clock.GetElapsedTime(_startedTimestamp);
        if (!_stopped && jump.Duration() > _largestJump)
        {
            _stopped = true;
            log.ClockJumped(jump.TotalSeconds);
        }

        if (_stopped)
        {
            throw new ScribeException(HubErrors.WrongState, "The server's clock jumped by more than 5 minutes, so nothing is purged. IT must check the time and restart the Host.");
        }
    }
}
