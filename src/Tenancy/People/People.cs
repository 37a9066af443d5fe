using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OnPremLlm.Tenancy.ControlPlane;

namespace OnPremLlm.Tenancy.People;

/// <summary>
/// People and what they may do where. Memberships are behind row-level security: each method names the tenant or the person to the database first.
/// Scoped, as ASP.NET Core Identity is: not thread-safe.
/// </summary>
public sealed partial class People(ControlDbContext control, UserManager<Person> users)
{
    /// <summary>
    /// Gives a person a role in a tenant (in none for <see cref="Role.Operator"/>), for provisioning that is repeated: an e-mail address that is known
    /// already keeps its account, name and password and gets the membership. Doing it twice changes nothing. Where somebody chose name and password,
    /// use <see cref="CreateAsync"/> and <see cref="GiveRoleAsync"/>, which do not ignore them. Throws as <see cref="CreateAsync"/> does.
    /// </summary>
    public async Task<Person> AddAsync(string email, string displayName, string password, Role role, TenantId? tenant, CancellationToken cancellationToken) =>
        await users.FindByEmailAsync(email.Trim()) is { } known
            ? await GiveAsync(known, role, tenant, cancellationToken)
            : await CreateAsync(email, displayName, password, role, tenant, cancellationToken);

    /// <summary>
    /// Makes an account with a role in a tenant (in none for <see cref="Role.Operator"/>). Throws <see cref="PersonRefusedException"/> when the
    /// address, the name (1 to 200 characters of one line) or the password (12 characters or more) is refused, and when there is an account already.
    /// </summary>
    public async Task<Person> CreateAsync(string email, string displayName, string password, Role role, TenantId? tenant, CancellationToken cancellationToken)
    {
        Check(role, tenant);
        email = email.Trim();
        if (!EmailPattern().IsMatch(email))
        {
            throw new PersonRefusedException("The e-mail address is none. Give letters without accents, digits and the signs . _ + - with one @ between them.");
        }

        if (DisplayText.Problem(displayName) is { } problem)
        {
            throw new PersonRefusedException($"The name {problem}");
        }

        await using var transaction = await control.Database.BeginTransactionAsync(cancellationToken);
        var person = new Person { Id = Guid.NewGuid(), UserName = email, Email = email, DisplayName = displayName.Trim() };
        var result = await users.CreateAsync(person, password);
        if (!result.Succeeded)
        {
            throw new PersonRefusedException(string.Join(' ', result.Errors.Select(error => error.Description)));
        }

        await AddMembershipAsync(person, role, tenant, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return person;
    }

    /// <summary>
    /// Gives the account of this address a further role; name and password stay as they are. Doing it twice changes nothing.
    /// Throws <see cref="PersonRefusedException"/> when there is no such account.
    /// </summary>
    public async Task<Person> GiveRoleAsync(string email, Role role, TenantId? tenant, CancellationToken cancellationToken)
    {
        Check(role, tenant);
        return await GiveAsync(
            await users.FindByEmailAsync(email.Trim()) ?? throw new PersonRefusedException("No account has this e-mail address. Make one first."), role, tenant, cancellationToken);
    }

    /// <summary>Null when no account has this address.</summary>
    public async Task<PersonId?> FindAsync(string email) => await users.FindByEmailAsync(email.Trim()) is { } person ? new PersonId(person.Id) : null;

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

    static void Check(Role role, TenantId? tenant)
    {
        if ((role == Role.Operator) != (tenant is null))
        {
            throw new ArgumentException("An operator belongs to no tenant; every other role belongs to one.", nameof(tenant));
        }
    }

    async Task<Person> GiveAsync(Person person, Role role, TenantId? tenant, CancellationToken cancellationToken)
    {
        Check(role, tenant);
        await using var transaction = await control.Database.BeginTransactionAsync(cancellationToken);
        await AddMembershipAsync(person, role, tenant, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return person;
    }

    async Task AddMembershipAsync(Person person, Role role, TenantId? tenant, CancellationToken cancellationToken)
    {
        await NameTenantAsync(tenant, cancellationToken);
        await NamePersonAsync(person.Id, cancellationToken);
        var tenantValue = tenant?.Value;
        if (!await control.Memberships.AnyAsync(row => row.PersonId == person.Id && row.TenantId == tenantValue && row.Role == role, cancellationToken))
        {
            control.Add(new MembershipRow { Id = Guid.NewGuid(), PersonId = person.Id, TenantId = tenantValue, Role = role });
            await control.SaveChangesAsync(cancellationToken);
        }
    }

    // What Identity takes as a user name, with a length that mail allows.
    [GeneratedRegex(@"\A(?=.{3,254}\z)[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+\z")]
    private static partial Regex EmailPattern();

    // "true": for this transaction only. A setting that outlived it would be the next user's of the pooled connection.
    Task NameTenantAsync(TenantId? tenant, CancellationToken cancellationToken) => tenant is { } named
        ? control.Database.ExecuteSqlAsync($"SELECT set_config('onpremllm.tenant', {named.ToString()}, true)", cancellationToken)
        : Task.CompletedTask;

    Task<int> NamePersonAsync(Guid person, CancellationToken cancellationToken) =>
        control.Database.ExecuteSqlAsync($"SELECT set_config('onpremllm.person', {person.ToString("D")}, true)", cancellationToken);
}
