using Microsoft.Extensions.DependencyInjection;
using OnPremLlm.Tenancy.People;
using OnPremLlm.TestSupport.Tenancy;

namespace OnPremLlm.Tenancy.Tests.People;

/// <summary>Names are printed in terminals and pages, so they hold nothing but what is read.</summary>
public sealed class NamesTests(TenancyFixture installation) : IClassFixture<TenancyFixture>
{
    public static TheoryData<string> Refused =>
        ["", "   ", "\u200b", "Ada\u001b[2J", "Ada\nNorth", "Ada\u0007", "Ada\u2028North", "Ada \u202eevE", "Ada\u2066x\u2069", "\u0085", new('x', 201)];

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_person_s_name_that_is_not_read_as_it_is_written_is_refused(string name)
    {
        var email = $"{Guid.NewGuid():N}@example.org";

        await Assert.ThrowsAsync<PersonRefusedException>(() => CreateAsync(email, name));

        Assert.Null(await WithPeopleAsync(people => people.FindAsync(email)));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_tenant_s_name_that_is_not_read_as_it_is_written_is_refused(string name)
    {
        var refused = await Assert.ThrowsAsync<ArgumentException>(() => installation.Provisioner(installation.Keystore).CreateAsync(name, isTraining: true, default));

        Assert.StartsWith("The clinic's name ", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', refused.Message);
        Assert.Equal(["blue", "red"], (await installation.Directory.ListAsync(default)).Select(tenant => tenant.Name));
    }

    [Theory]
    [InlineData("Dr Ada O'Neill-Müller")]
    [InlineData("د. ليلى")]
    [InlineData("نیم\u200cفاصله")] // the joiner that Persian needs
    [InlineData("王 小明")]
    public async Task A_name_of_any_script_is_taken(string name) =>
        Assert.Equal(name, (await CreateAsync($"{Guid.NewGuid():N}@example.org", $" {name} ")).DisplayName);

    [Theory]
    [InlineData("")]
    [InlineData("nobody")]
    [InlineData("a@b@c.example")]
    [InlineData("a b@c.example")]
    [InlineData("a\u001b[2J@c.example")]
    [InlineData("Ada <a@c.example>")]
    public async Task An_address_that_is_none_is_refused_without_being_repeated(string email)
    {
        var refused = await Assert.ThrowsAsync<PersonRefusedException>(() => CreateAsync(email, "Ada"));

        Assert.StartsWith("The e-mail address is none.", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', refused.Message);
    }

    [Fact]
    public async Task An_address_that_has_an_account_makes_no_second_one()
    {
        var email = $"{Guid.NewGuid():N}@example.org";
        var first = await CreateAsync(email, "Ada");

        await Assert.ThrowsAsync<PersonRefusedException>(() => CreateAsync($" {email.ToUpperInvariant()}", "Eve"));

        Assert.Equal(new PersonId(first.Id), await WithPeopleAsync(people => people.FindAsync(email)));
        Assert.Equal(first.Id, (await WithPeopleAsync(people => people.GiveRoleAsync(email, Role.Compliance, installation.Red.Id, default))).Id);
        await Assert.ThrowsAsync<PersonRefusedException>(() => WithPeopleAsync(people => people.GiveRoleAsync("other" + email, Role.Compliance, installation.Red.Id, default)));
    }

    Task<Person> CreateAsync(string email, string name) =>
        WithPeopleAsync(people => people.CreateAsync(email, name, "correct horse battery", Role.Clinician, installation.Red.Id, default));

    async Task<T> WithPeopleAsync<T>(Func<Tenancy.People.People, Task<T>> use)
    {
        await using var scope = installation.Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<Tenancy.People.People>());
    }
}
