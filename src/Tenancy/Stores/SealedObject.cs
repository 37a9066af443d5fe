namespace OnPremLlm.Tenancy.Stores;

/// <summary>One object of a stream of records. <paramref name="Sequence"/> is 0 or more; <paramref name="Content"/> is plain text, may be empty, at most 64 MiB.</summary>
public sealed record SealedObject(long Sequence, ReadOnlyMemory<byte> Content);
