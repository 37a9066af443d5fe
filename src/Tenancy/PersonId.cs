namespace OnPremLlm.Tenancy;

/// <summary>Identifies a person who can sign in. Never empty, like <see cref="TenantId"/>.</summary>
public readonly record struct PersonId(Guid Value)
{
    /// <summary>The id. Throws <see cref="InvalidOperationException"/> on a default instance.</summary>
    public Guid Value { get => NotDefault.Guard(field, nameof(PersonId)); } = NotDefault.Check(Value, nameof(PersonId));

    /// <summary>32 lower-case digits with hyphens.</summary>
    public override string ToString() => Value.ToString("D");
}
