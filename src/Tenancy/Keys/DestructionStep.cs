namespace OnPremLlm.Tenancy.Keys;

/// <summary>
/// The steps of destroying record keys of one shard, in their order. Each is durable before the next begins; tests stop the process after each,
/// and opening the shard again always ends with the keys destroyed.
/// </summary>
enum DestructionStep
{
    /// <summary>The list of keys to destroy is on disk: from here on nothing brings them back.</summary>
    IntentWritten,
    NewSealWritten,
    NewShardWritten,
    ShardRenamed,
    ShardFolderSynced,
    OldSealOverwritten,
    OldSealUnlinked,
    SealFolderSynced,
    IntentRemoved,
}
