namespace OnPremLlm.Tenancy.People;

public sealed class People
{
    public Task<Person> AddAsync(string email, string displayName, string password, Role role, TenantId? tenant, CancellationToken cancellationToken) => throw new NotImplementedException();
    public Task<IReadOnlyList<(Person Person, Role Role)>> ListAsync(TenantId tenant, CancellationToken cancellationToken) => throw new NotImplementedException();
    public Task<IReadOnlyList<Membership>> FindMembershipsAsync(PersonId person, CancellationToken cancellationToken) => throw new NotImplementedException();
}
