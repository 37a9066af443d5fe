namespace OnPremLlm.Inference;

/// <summary>
/// Whom an inference request belongs to: an opaque id (the Host passes its tenant). Workers, sessions and caches are never shared between owners.
/// The default value is refused everywhere.
/// </summary>
public readonly record struct OwnerId(Guid Value)
{
    /// <summary>The id as the worker and the logs see it: 32 hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("N");

    /// <summary>Whose worker it is that several owners share. No tenant has it: theirs are version 7 UUIDs.</summary>
    internal static OwnerId Shared { get; } = new(Guid.AllBitsSet);

    internal OwnerId Required() => Value == Guid.Empty
        ? throw new ArgumentException("No owner was given. Pass the id of the tenant that the request belongs to.")
        : this;
}
