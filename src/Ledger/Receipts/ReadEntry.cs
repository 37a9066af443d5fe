namespace OnPremLlm.Ledger.Receipts;

/// <summary>An entry of a bundle after reading; the entry is null where the leaf is not a canonical one.</summary>
internal sealed record ReadEntry(long Index, LedgerEntry? Entry, bool Included);
