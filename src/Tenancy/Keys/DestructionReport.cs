namespace OnPremLlm.Tenancy.Keys;

/// <summary>What one call of <see cref="Keystore.DestroyAsync"/> did; everything in it may go into a ledger entry.</summary>
public sealed record DestructionReport
{
    /// <summary>Keys that this call destroyed.</summary>
    public required IReadOnlyList<DestroyedKey> Keys { get; init; }

    /// <summary>Shards that were sealed anew without those keys.</summary>
    public required IReadOnlyList<ResealedShard> Shards { get; init; }

    /// <summary>Keys that were gone before this call, or never existed. <see cref="Keystore.FindDestroyedAsync"/> tells the two apart.</summary>
    public required IReadOnlyList<RecordKeyId> AlreadyAbsent { get; init; }
}

/// <summary>A destroyed record key. <paramref name="KeyId"/> is 32 hexadecimal digits, random, unrelated to the key's bytes.</summary>
public sealed record DestroyedKey(RecordKeyId Record, string KeyId);

/// <summary>A shard whose old seal key no longer exists. The seal key ids are 32 random hexadecimal digits.</summary>
public sealed record ResealedShard(DateOnly Day, string OldSealKeyId, string NewSealKeyId);
