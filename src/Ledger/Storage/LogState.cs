using OnPremLlm.Ledger.Tiles;

namespace OnPremLlm.Ledger.Storage;

/// <summary>A log at one signed head: the tree, the bytes of the last, partial entry bundle, and the head. Immutable.</summary>
internal sealed record LogState(TreeState Tree, byte[] PartialBundle, Checkpoint Head);
