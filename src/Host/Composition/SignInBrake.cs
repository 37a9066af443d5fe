using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace OnPremLlm.Host.Composition;

/// <summary>
/// Slows down the guessing of passwords without letting a guesser lock anybody out. Per address and account: 5 wrong tries a minute. Per account,
/// from all addresses that have never signed in to it: after 10 wrong tries in a row each further one waits, twice as long each time, up to a
/// minute. An address that has signed in to the account has a row of its own, so a stranger's guesses do not delay its owner there.
/// Accounts that do not exist are counted alike. Held in memory by hash; thread-safe.
/// </summary>
internal sealed class SignInBrake(TimeProvider clock)
{
    public const int TriesPerMinute = 5;
    public const int FreeTries = 10;
    public static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(1);

    static readonly TimeSpan _window = TimeSpan.FromMinutes(1);
    static readonly TimeSpan _familiar = TimeSpan.FromDays(30);
    static readonly TimeSpan _forget = TimeSpan.FromDays(1);

    // Far more than a hospital's people: reached only by guessing at accounts that do not exist.
    const int Capacity = 100_000;

    readonly TimeProvider _clock = clock;
    readonly Lock _gate = new();
    readonly Dictionary<(UInt128 Network, UInt128 Account), Place> _places = [];
    readonly Dictionary<UInt128, Row> _accounts = [];

    /// <summary>Reserves one try, so that tries at the same time count too. Throws <see cref="TooManyTriesException"/> when it must wait.</summary>
    public Try Begin(IPAddress? address, string email)
    {
        lock (_gate)
        {
            var now = _clock.GetUtcNow();
            Forget(now);
            var account = BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(email.Trim().ToUpperInvariant())));
            var place = GetOrAdd(_places, (ClientNetwork.Of(address), account));
            var row = place.FamiliarUntil > now ? place.Own : GetOrAdd(_accounts, account);
            if (place.WindowEnd <= now)
            {
                (place.WindowEnd, place.Tries) = (now + _window, 0);
            }

            var wait = place.Tries >= TriesPerMinute ? place.WindowEnd - now : row.NotBefore - now;
            if (wait > TimeSpan.Zero)
            {
                throw new TooManyTriesException(wait);
            }

            place.Tries++;
            row.Count(now);
            return new Try(this, place, row);
        }
    }

    // Doubled from one second on; the exponent is kept where a shift is defined.
    static TimeSpan Delay(int wrong) =>
        wrong < FreeTries ? TimeSpan.Zero : TimeSpan.FromTicks(Math.Min(LongestDelay.Ticks, TimeSpan.TicksPerSecond << Math.Min(wrong - FreeTries, 10)));

    void Forget(DateTimeOffset now)
    {
        if (_places.Count + _accounts.Count < Capacity)
        {
            return;
        }

        foreach (var (key, _) in _places.Where(place => place.Value.WindowEnd <= now && place.Value.FamiliarUntil <= now).ToList())
        {
            _places.Remove(key);
        }

        // Who wants a delayed account forgotten has to leave it alone for a day, or to delay as many others one after the other.
        foreach (var (key, _) in _accounts.Where(row => row.Value.Wrong < FreeTries || row.Value.NotBefore + _forget <= now).ToList())
        {
            _accounts.Remove(key);
        }
    }

    static TValue GetOrAdd<TKey, TValue>(Dictionary<TKey, TValue> all, TKey key)
        where TKey : notnull
        where TValue : new() => all.TryGetValue(key, out var known) ? known : all[key] = new TValue();

    /// <summary>A try under way. Disposed without a verdict (the database failed), it is given back.</summary>
    internal sealed class Try : IDisposable
    {
        readonly SignInBrake _brake;
        readonly Place _place;
        readonly Row _row;
        bool _judged;

        internal Try(SignInBrake brake, Place place, Row row) => (_brake, _place, _row) = (brake, place, row);

        public void Wrong() => _judged = true;

        public void Right()
        {
            lock (_brake._gate)
            {
                _judged = true;
                _place.Tries = 0;
                _place.FamiliarUntil = _brake._clock.GetUtcNow() + _familiar;
                _row.Clear();
            }
        }

        public void Dispose()
        {
            lock (_brake._gate)
            {
                if (!_judged)
                {
                    _judged = true;
                    _place.Tries--;
                    _row.GiveBack(_brake._clock.GetUtcNow());
                }
            }
        }
    }

    internal sealed class Place
    {
        public DateTimeOffset WindowEnd { get; set; }

        public int Tries { get; set; }

        public DateTimeOffset FamiliarUntil { get; set; }

        public Row Own { get; } = new();
    }

    /// <summary>Wrong tries in a row, those under way included.</summary>
    internal sealed class Row
    {
        public int Wrong { get; private set; }

        public DateTimeOffset NotBefore { get; private set; }

        /// <summary>After a day without a wrong try they count from the beginning.</summary>
        public void Count(DateTimeOffset now)
        {
            Wrong = NotBefore + _forget <= now ? 1 : Wrong + 1;
            NotBefore = now + Delay(Wrong);
        }

        public void GiveBack(DateTimeOffset now) => (Wrong, NotBefore) = (Math.Max(0, Wrong - 1), now);

        public void Clear() => (Wrong, NotBefore) = (0, default);
    }
}

/// <summary>The next try to sign in has to wait. Answered with 429 and Retry-After.</summary>
internal sealed class TooManyTriesException(TimeSpan wait) : Exception(
    $"Too many tries to sign in. Wait {Math.Max(1, Math.Ceiling(wait.TotalSeconds))} seconds, then try again. At a computer where you signed in before, the tries of others elsewhere do not count.")
{
    public TimeSpan Wait { get; } = wait;
}
