using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OnPremLlm.Tenancy.ControlPlane;

namespace OnPremLlm.Tenancy.People;

/// <summary>
/// People and what they may do where. Memberships are behind row-level security: each method names the tenant or the person to the database first.
/// Scoped, as ASP.NET Core Identity is: not thread-safe.
/// </summary>
public sealed class People(ControlDbContext control, UserManager<Person> users)
{
    /// <summary>
    /// Gives a person a role in a tenant (in none for <see cref="Role.Operator"/>). An e-mail address that is known already keeps its account, name
    /// and password and gets the membership. Doing it twice changes nothing.
    /// Throws <see cref="PersonRefusedException"/> when the address or the password (12 characters or more) is refused.
    /// </summary>
    public async Task<Person> AddAsync(string email, string displayName, string password, Role role, TenantId? tenant, CancellationToken cancellationToken)
    {
        if ((role == Role.Operator) != (tenant is null))
        {
            throw new ArgumentException("An operator belongs to no tenant; every other role belongs to one.", nameof(tenant));
        }

        await using var transaction = await control.Database.BeginTransactionAsync(cancellationToken);
        var person = await users.FindByEmailAsync(email) ?? await CreateAsync(email, displayName, password);
        await NameTenantAsync(tenant, cancellationToken);
        await NamePersonAsync(person.Id, cancellationToken);
        await AddMembershipAsync(person, role, tenant, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return person;
    }

    /// <summary>The people of a tenant by name; a person with two roles appears twice.</summary>
    public async Task<IReadOnlyList<TenantMember>> ListAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        await using var transaction = await control.Database.BeginTransactionAsync(cancellationToken);
        await NameTenantAsync(tenant, cancellationToken);
        return await control.Memberships.AsNoTracking()
            .Where(row => row.TenantId == tenant.Value)
            .OrderBy(row => row.Person!.DisplayName).ThenBy(row => row.Role)
            .Select(row => new TenantMember
            {
                PersonId = new PersonId(row.PersonId),
                Email = row.Person!.Email!,
                DisplayName = row.Person.DisplayName,
                Role = row.Role,
            })
            .ToListAsync(cancellationToken);
    }

    /// <summary>Everything the person may do; empty for an unknown person.</summary>
    public async Task<IReadOnlyList<Membership>> FindMembershipsAsync(PersonId person, CancellationToken cancellationToken)
    {
        await using var transaction = await control.Database.BeginTransactionAsync(cancellationToken);
        await NamePersonAsync(person.Value, cancellationToken);
        var rows = await control.Memberships.AsNoTracking().Where(row => row.PersonId == person.Value).OrderBy(row => row.Role).ToListAsync(cancellationToken);
        return [.. rows.Select(row => row.ToMembership())];
    }

    async Task<Person> CreateAsync(string email, string displayName, string password)
    {
        var person = new Person { Id = Guid.NewGuid(), UserName = email, Email = email, DisplayName = displayName };
        var result = await users.CreateAsync(person, password);
        return result.Succeeded ? person : throw new PersonRefusedException(string.Join(' ', result.Errors.Select(error => error.Description)));
    }

    async Task AddMembershipAsync(Person person, Role role, TenantId? tenant, CancellationToken cancellationToken)
    {
        var tenantValue = tenant?.Value;
        if (!await control.Memberships.AnyAsync(row => row.PersonId == person.Id && row.TenantId == tenantValue && row.Role == role, cancellationToken))
        {
            control.Add(new MembershipRow { Id = Guid.NewGuid(), PersonId = person.Id, TenantId = tenantValue, Role = role });
            await control.SaveChangesAsync(cancellationToken);
        }
    }

    // "true": for this transaction only. A setting that outlived it would be the next user's of the pooled connection.
    Task NameTenantAsync(TenantId? tenant, CancellationToken cancellationToken) => tenant is { } named
        ? control.Database.ExecuteSqlAsync($"SELECT set_config('onpremllm.tenant', {named.ToString()}, true)", cancellationToken)
        : Task.CompletedTask;

    Task<int> NamePersonAsync(Guid person, CancellationToken cancellationToken) =>
        control.Database.ExecuteSqlAsync($"SELECT set_config('onpremllm.person', {person.ToString("D")}, true)", cancellationToken);
}
