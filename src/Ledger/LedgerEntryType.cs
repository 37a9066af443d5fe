namespace OnPremLlm.Ledger;

/// <summary>What a ledger entry records. Written to the leaf as a kebab-case word; a word is never reused for another meaning.</summary>
public enum LedgerEntryType
{
    /// <summary>The first entry of every log, written when the log is created.</summary>
    LogOpened,

    /// <summary>A record key of (visit, category) became durable in the keystore; items: the key id.</summary>
    RecordKeyCreated,

    /// <summary>An event that sets or changes the due date of (visit, category); no due date means that it has none any more.</summary>
    Triggered,

    /// <summary>A legal hold begins; no visit means every visit, no category every category of the visit.</summary>
    HoldPlaced,

    /// <summary>The hold with the same visit, category, disposition and items ends.</summary>
    HoldReleased,

    /// <summary>The retention policy changed; policy: version and hash.</summary>
    PolicyChanged,

    /// <summary>A purge begins; items: the visit:category records whose keys it will destroy.</summary>
    PurgeIntended,

    /// <summary>A purge is done; items: the visit:category records and the destroyed key ids; commitment: SHA-256 of the certificate.</summary>
    PurgeReceipt,

    /// <summary>A sealed audit event is committed to.</summary>
    AuditCommitted,

    /// <summary>A language model was loaded for this tenant; items: model, engine and isolation; commitment: what identifies its weights (SHA-256). Of an engine on another server instead: items also its address and the model's id there.</summary>
    ModelLoaded,
}
