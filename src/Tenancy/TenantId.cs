namespace OnPremLlm.Tenancy;

/// <summary>
/// Identifies a tenant. Storage, keys and jobs take it as a required argument; it is resolved once, at the edge, from the signed-in identity.
/// Never empty: the constructor refuses <see cref="Guid.Empty"/>, and reading <see cref="Value"/> of a default instance throws.
/// </summary>
public readonly record struct TenantId(Guid Value)
{
    /// <summary>The id. Throws <see cref="InvalidOperationException"/> on a default instance, which names no tenant.</summary>
    public Guid Value { get => NotDefault.Guard(field, nameof(TenantId)); } = NotDefault.Check(Value, nameof(TenantId));

    /// <summary>32 lower-case digits with hyphens.</summary>
    public override string ToString() => Value.ToString("D");
}
