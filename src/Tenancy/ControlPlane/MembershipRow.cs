using OnPremLlm.Tenancy.People;

namespace OnPremLlm.Tenancy.ControlPlane;

/// <summary>A role of a person in a tenant (or in none, for operators).</summary>
sealed class MembershipRow
{
    public Guid Id { get; init; }

    public Guid PersonId { get; init; }

    public Guid? TenantId { get; init; }

    public Role Role { get; init; }

    public Person? Person { get; init; }

    public Membership ToMembership() => new()
    {
        PersonId = new(PersonId),
        TenantId = TenantId is { } tenant ? new TenantId(tenant) : null,
        Role = Role,
    };
}
