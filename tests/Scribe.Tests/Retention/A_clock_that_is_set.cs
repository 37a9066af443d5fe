using Microsoft.Extensions.Logging.Abstractions;
using OnPremLlm.Scribe.Retention;

namespace OnPremLlm.Scribe.Tests.Retention;

public class A_clock_that_is_set
{
    readonly TwoClocks _clock = new();

    [Fact]
    public void Time_that_passes_on_both_clocks_is_no_jump()
    {
        var guard = Guard();
        _clock.Pass(TimeSpan.FromDays(400));
        guard.Check();
    }

    [Theory]
    [InlineData(5)]
    [InlineData(-5)]
    public void A_correction_of_five_minutes_is_allowed(int minutes)
    {
        var guard = Guard();
        _clock.Set(TimeSpan.FromMinutes(minutes));
        guard.Check();
    }

    [Theory]
    [InlineData(301)]
    [InlineData(-301)]
    public void A_larger_jump_stops_purging_even_after_it_was_set_right_again(int seconds)
    {
        var guard = Guard();
        _clock.Set(TimeSpan.FromSeconds(seconds));
        Assert.Contains("restart the Host", Assert.Throws<ScribeException>(guard.Check).Message, StringComparison.Ordinal);
        _clock.Set(TimeSpan.FromSeconds(-seconds));
        Assert.Throws<ScribeException>(guard.Check);
    }

    [Fact]
    public void Many_small_steps_in_one_direction_are_a_jump()
    {
        var guard = Guard();
        for (var i = 0; i < 5; i++)
        {
            _clock.Set(TimeSpan.FromMinutes(1));
            _clock.Pass(TimeSpan.FromMinutes(1));
            guard.Check();
        }

        _clock.Set(TimeSpan.FromMinutes(1));
        Assert.Throws<ScribeException>(guard.Check);
    }

    ClockGuard Guard() => new(_clock, NullLogger<ClockGuard>.Instance);

    /// <summary>The wall clock, which somebody can set, and the monotonic one, which nobody can.</summary>
    sealed class TwoClocks : TimeProvider
    {
        DateTimeOffset _wall = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public override DateTimeOffset GetUtcNow() => _wall;

        public void Set(TimeSpan by) => _wall += by;

        public void Pass(TimeSpan time) => (_wall, _ticks) = (_wall + time, _ticks + time.Ticks);
    }
}
