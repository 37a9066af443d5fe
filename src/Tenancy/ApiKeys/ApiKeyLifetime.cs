namespace OnPremLlm.Tenancy.ApiKeys;

/// <summary>How long a new key opens anything: 1 to 366 days, or <see cref="Never"/> an end, which has to be asked for by that name.</summary>
public readonly record struct ApiKeyLifetime
{
    public const int DefaultDays = 90;
    public const int MostDays = 366;

    readonly int? _days;

    ApiKeyLifetime(int? days, bool isEndless) => (_days, IsEndless) = (days, isEndless);

    /// <summary>The key does not expire; it ends by being revoked.</summary>
    public static ApiKeyLifetime Never { get; } = new(null, isEndless: true);

    public bool IsEndless { get; }

    /// <summary>Throws <see cref="ApiKeyRefusedException"/> unless 1 to 366.</summary>
    public static ApiKeyLifetime OfDays(int days) => days is >= 1 and <= MostDays
        ? new(days, isEndless: false)
        : throw new ApiKeyRefusedException($"A key cannot be valid for {days} days. Give 1 to {MostDays} days, or ask for one that never expires.");

    /// <summary>The moment from which the key is refused; null for <see cref="Never"/>. The default instance means 90 days.</summary>
    internal DateTimeOffset? EndAfter(DateTimeOffset start) => IsEndless ? null : start.AddDays(_days ?? DefaultDays);
}
