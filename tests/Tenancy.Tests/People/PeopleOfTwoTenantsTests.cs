using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OnPremLlm.Tenancy.ControlPlane;
using OnPremLlm.Tenancy.People;
using OnPremLlm.TestSupport.Tenancy;

namespace OnPremLlm.Tenancy.Tests.People;

public sealed class PeopleOfTwoTenantsTests(TenancyFixture installation) : IClassFixture<TenancyFixture>
{
    readonly string _email = Guid.NewGuid().ToString("N") + "@example.org";

    [Fact]
    public async Task A_tenant_lists_its_own_people_only()
    {
        var person = await installation.AddPersonAsync(_email, Role.Clinician, installation.Red.Id);

        Assert.Contains(await ListAsync(installation.Red.Id), member => member.PersonId == new PersonId(person.Id) && member.Email == _email && member.Role == Role.Clinician);
        Assert.DoesNotContain(await ListAsync(installation.Blue.Id), member => member.PersonId == new PersonId(person.Id));
    }

    [Fact]
    public async Task A_person_of_two_tenants_has_one_account_and_both_memberships()
    {
        var first = await installation.AddPersonAsync(_email, Role.Clinician, installation.Red.Id, "the first password");
        var second = await installation.AddPersonAsync(_email, Role.Compliance, installation.Blue.Id, "another password");
        await installation.AddPersonAsync(_email, Role.Compliance, installation.Blue.Id);

        Assert.Equal(first.Id, second.Id);
        Assert.Equal([(installation.Red.Id, Role.Clinician), (installation.Blue.Id, Role.Compliance)], await MembershipsAsync(first));
        Assert.True(await IsPasswordAsync(_email, "the first password"));
        Assert.False(await IsPasswordAsync(_email, "another password"));
    }

    [Fact]
    public async Task An_operator_belongs_to_no_tenant_and_no_one_else_may()
    {
        var person = await installation.AddPersonAsync(_email, Role.Operator, tenant: null);

        Assert.Equal([(null, Role.Operator)], await MembershipsAsync(person));
        await Assert.ThrowsAsync<ArgumentException>(() => installation.AddPersonAsync(_email, Role.Operator, installation.Red.Id));
        await Assert.ThrowsAsync<ArgumentException>(() => installation.AddPersonAsync(_email, Role.Clinician, tenant: null));
    }

    [Fact]
    public async Task A_short_password_is_refused_and_leaves_no_account()
    {
        var refusal = await Assert.ThrowsAsync<PersonRefusedException>(() => installation.AddPersonAsync(_email, Role.Clinician, installation.Red.Id, "eleven char"));

        Assert.Contains("12", refusal.Message);
        await using var scope = installation.Services.CreateAsyncScope();
        Assert.Null(await scope.ServiceProvider.GetRequiredService<UserManager<Person>>().FindByEmailAsync(_email));
    }

    /// <summary>The second wall: the application role itself, with a query that forgot the tenant.</summary>
    [Fact]
    public async Task A_query_that_names_no_tenant_sees_no_membership_and_one_that_does_sees_its_own()
    {
        await installation.AddPersonAsync(_email, Role.Clinician, installation.Red.Id);
        await installation.AddPersonAsync(_email, Role.Clinician, installation.Blue.Id);
        await using var source = NpgsqlDataSource.Create(ControlSettings.Read(installation.ControlSettingsFile).ConnectionString);

        Assert.Empty(await TenantsSeenAsync(source, named: null));
        Assert.Equal([installation.Blue.Id.Value], await TenantsSeenAsync(source, installation.Blue.Id));
        Assert.Empty(await TenantsSeenAsync(source, named: null));
    }

    [Fact]
    public async Task A_membership_of_another_tenant_than_the_named_one_cannot_be_written()
    {
        var person = await installation.AddPersonAsync(_email, Role.Clinician, installation.Red.Id);
        await using var source = NpgsqlDataSource.Create(ControlSettings.Read(installation.ControlSettingsFile).ConnectionString);
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var name = new NpgsqlCommand($"SELECT set_config('onpremllm.tenant', '{installation.Red.Id}', true)", connection);
        await name.ExecuteNonQueryAsync();
        await using var insert = new NpgsqlCommand("INSERT INTO control.memberships (id, person_id, tenant_id, role) VALUES ($1, $2, $3, 2)", connection);
        insert.Parameters.AddWithValue(Guid.NewGuid());
        insert.Parameters.AddWithValue(person.Id);
        insert.Parameters.AddWithValue(installation.Blue.Id.Value);

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => insert.ExecuteNonQueryAsync())).SqlState);
    }

    async Task<IReadOnlyList<TenantMember>> ListAsync(TenantId tenant)
    {
        await using var scope = installation.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<Tenancy.People.People>().ListAsync(tenant, default);
    }

    async Task<(TenantId?, Role)[]> MembershipsAsync(Person person)
    {
        await using var scope = installation.Services.CreateAsyncScope();
        var found = await scope.ServiceProvider.GetRequiredService<Tenancy.People.People>().FindMembershipsAsync(new(person.Id), default);
        Assert.All(found, membership => Assert.Equal(person.Id, membership.PersonId.Value));
        return [.. found.Select(membership => (membership.TenantId, membership.Role))];
    }

    async Task<bool> IsPasswordAsync(string email, string password)
    {
        await using var scope = installation.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Person>>();
        return await users.CheckPasswordAsync(await users.FindByEmailAsync(email) ?? throw new InvalidOperationException("No such person."), password);
    }

    static async Task<List<Guid>> TenantsSeenAsync(NpgsqlDataSource source, TenantId? named)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        if (named is { } tenant)
        {
            await using var name = new NpgsqlCommand($"SELECT set_config('onpremllm.tenant', '{tenant}', true)", connection);
            await name.ExecuteNonQueryAsync();
        }

        await using var command = new NpgsqlCommand("SELECT DISTINCT tenant_id FROM control.memberships", connection);
        await using var reader = await command.ExecuteReaderAsync();
        var seen = new List<Guid>();
        while (await reader.ReadAsync())
        {
            seen.Add(reader.GetGuid(0));
        }

        return seen;
    }
}
