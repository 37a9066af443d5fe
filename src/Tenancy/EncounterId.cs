using System.Buffers.Binary;

namespace OnPremLlm.Tenancy;

/// <summary>
/// Identifies an encounter: a UUID version 7 (RFC 9562), so that the day it was created, which is its keystore shard, is part of the id.
/// The constructor refuses every other version; use <see cref="TryFrom"/> for ids that come from outside.
/// </summary>
public readonly record struct EncounterId(Guid Value)
{
    /// <summary>The id. Throws <see cref="InvalidOperationException"/> on a default instance.</summary>
    public Guid Value { get => NotDefault.Guard(field, nameof(EncounterId)); } = IsAcceptable(Value)
        ? Value
        : throw new ArgumentException("An encounter id is a UUID of version 7. Make one with EncounterId.Create.", nameof(Value));

    /// <summary>The UTC day on which the id was made: the keystore shard that holds the encounter's record keys.</summary>
    public DateOnly Day => DateOnly.FromDateTime(CreatedAt(Value).UtcDateTime);

    /// <summary>A new id of the present moment.</summary>
    public static EncounterId Create(TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        return new(Guid.CreateVersion7(clock.GetUtcNow()));
    }

    /// <summary>False, without an exception, for an id that no encounter can have.</summary>
    public static bool TryFrom(Guid value, out EncounterId id)
    {
        id = IsAcceptable(value) ? new(value) : default;
        return id != default;
    }

    /// <summary>32 lower-case digits with hyphens.</summary>
    public override string ToString() => Value.ToString("D");

    static bool IsAcceptable(Guid value) => value.Version == 7 && value.Variant is >= 8 and <= 11 && Milliseconds(value) <= LastMillisecond;

    // 9999-12-31T23:59:59.999Z: the largest time that DateTimeOffset can hold. A hand-made id beyond it must not throw later.
    const long LastMillisecond = 253_402_300_799_999;

    static DateTimeOffset CreatedAt(Guid value) => DateTimeOffset.FromUnixTimeMilliseconds(Milliseconds(value));

    static long Milliseconds(Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        return (long)(BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16);
    }
}
