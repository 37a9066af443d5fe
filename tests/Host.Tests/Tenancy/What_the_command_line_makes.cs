using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using OnPremLlm.Host.Cli;
using OnPremLlm.Host.Tests.Support;
using OnPremLlm.Tenancy.ControlPlane;
using OnPremLlm.Tenancy.People;
using OnPremLlm.TestSupport.Postgres;
using Spectre.Console;

namespace OnPremLlm.Host.Tests.Tenancy;

/// <summary>A command does what was asked or says in one sentence why not; it never says that it did what it did not.</summary>
[Collection(OneHost.Name)]
public sealed class What_the_command_line_makes(ScribeHost host) : IDisposable
{
    const string Password = "a password of twelve";

    readonly string _folder = Directory.CreateTempSubdirectory("opl-made-").FullName;
    readonly string _email = $"{Guid.NewGuid():N}@north.test";
    readonly StringWriter _output = new();

    public void Dispose()
    {
        _output.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_new_person_may_sign_in()
    {
        await AddAsync(new NewPerson(_email, " Ada [red]North ", "clinician", "North", Write(Password)));

        Assert.EndsWith($"Ada [red]North may sign in as {_email} (clinician)\n", _output.ToString(), StringComparison.Ordinal);
        using var ada = await Visitor.SignInAsync(host.Address, _email, Password);
        Assert.Equal("Ada [red]North", (await ada.GetAsync<OnPremLlm.Scribe.Protocol.SignedIn>("api/session")).DisplayName);
    }

    [Fact]
    public async Task An_address_with_an_account_gets_no_further_clinic_unasked_and_keeps_name_and_password()
    {
        await AddAsync(new NewPerson(_email, "Ada", "clinician", "North", Write(Password)));

        var refused = await RefusedAsync(new NewPerson(_email, "Eve", "clinician", "South", Write("another password")));
        Assert.Contains("already has an account, so nothing was changed", refused, StringComparison.Ordinal);
        Assert.Contains("--existing", refused, StringComparison.Ordinal);
        Assert.Equal([(host.North.Id, Role.Clinician)], await MembershipsAsync());

        await AddAsync(new NewPerson(_email, "Eve", "compliance", "South", Write("another password"), Existing: true));
        Assert.EndsWith($"{_email} already has an account; name and password unchanged. It is now compliance in South\n", _output.ToString(), StringComparison.Ordinal);
        Assert.Equal([(host.North.Id, Role.Clinician), (host.South.Id, Role.Compliance)], await MembershipsAsync());
        await AddAsync(new NewPerson(_email, null, "clinician", "North", null, Existing: true));
        await AddAsync(new NewPerson(_email, "Eve", "clinician", "North", Write("another password")));
        Assert.EndsWith($"{_email} already has an account; name and password unchanged. It was clinician in North before\n", _output.ToString(), StringComparison.Ordinal);

        await using var scope = host.Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Person>>();
        var person = await accounts.FindByEmailAsync(_email) ?? throw new InvalidOperationException("The person was just added.");
        Assert.Equal(("Ada", true), (person.DisplayName, await accounts.CheckPasswordAsync(person, Password)));
    }

    [Theory]
    [InlineData("nobody there", "No account has this e-mail address.")]
    [InlineData("no name", "A new account needs --name.")]
    [InlineData("no password file", "There is no password file")]
    [InlineData("empty name", "The name is empty.")]
    [InlineData("escape in the name", "The name has control characters")]
    [InlineData("no address", "The e-mail address is none.")]
    [InlineData("empty password", "12 characters")]
    [InlineData("operator of a clinic", "An operator belongs to no clinic")]
    [InlineData("clinician of none", "An operator belongs to no clinic")]
    public async Task A_person_that_cannot_be_added_is_refused_in_one_sentence(string mistake, string sentence)
    {
        var right = new NewPerson(_email, "Ada", "clinician", "North", Write(Password));
        var asked = mistake switch
        {
            "nobody there" => right with { Existing = true },
            "no name" => right with { Name = null },
            "no password file" => right with { PasswordFile = null },
            "empty name" => right with { Name = " " },
            "escape in the name" => right with { Name = "Ada\u001b[2J" },
            "no address" => right with { Email = "ada\u001b" },
            "empty password" => right with { PasswordFile = Write("") },
            "operator of a clinic" => right with { Role = "operator" },
            _ => right with { Tenant = null },
        };

        var refused = await RefusedAsync(asked);

        Assert.Contains(sentence, refused, StringComparison.Ordinal);
        Assert.DoesNotContain(refused, c => char.IsControl(c));
        Assert.Equal("", _output.ToString());
        Assert.Empty(await MembershipsAsync());
    }

    [Fact]
    public async Task A_clinic_s_name_with_an_escape_is_refused_in_one_sentence()
    {
        await using var provisioning = Provisioning(host.Folder, PrivatePostgres.Shared.SocketFolder);

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => provisioning.CreateTenantAsync("West\u001b[2J", training: true, "standard", default));

        Assert.StartsWith("The clinic's name has control characters", Failures.Explain(failure), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_set_up_that_the_database_does_not_answer_leaves_no_root_key_behind()
    {
        await using var provisioning = Provisioning(Path.Combine(_folder, "data"), "/nowhere");

        await Assert.ThrowsAnyAsync<Exception>(() => provisioning.SetUpAsync(default));

        Assert.False(Directory.Exists(Path.Combine(_folder, "data")));
    }

    [Fact]
    public async Task A_folder_without_an_installation_recovers_nothing()
    {
        await using var provisioning = Provisioning(Path.Combine(_folder, "data"), PrivatePostgres.Shared.SocketFolder);

        var refused = await Assert.ThrowsAsync<CommandException>(() => provisioning.SetUpAsync(LostSettings.WriteAnew, default));

        Assert.Contains("is not the data folder of an installation", refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder, "data")));
    }

    [Theory]
    [InlineData("db.example;Database=other")]
    [InlineData("Host=db.example;Password=secret")]
    [InlineData("db.example,evil.example:5432")]
    [InlineData("db.example:5432;Timeout=1")]
    [InlineData("db.example:5432,evil.example")]
    [InlineData("/run/postgres;Password=secret")]
    [InlineData("/run/post'gres")]
    [InlineData("/run/post\u001b[2Jgres")]
    [InlineData("db example")]
    [InlineData("postgres://db.example/")]
    [InlineData("[db.example]:5432")]
    [InlineData("-db.example")]
    public void An_address_of_a_database_with_signs_of_a_connection_string_is_refused_without_its_secrets(string postgres)
    {
        var refused = Assert.Throws<CommandException>(() => PostgresAddress.Parse(postgres));

        Assert.Contains("is no address of a database", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', refused.Message);
    }

    Provisioning Provisioning(string data, string postgres)
    {
        var password = new Npgsql.NpgsqlConnectionStringBuilder(PrivatePostgres.Shared.SuperuserConnectionString()).Password;
        return new Provisioning(data, postgres, Write(password ?? ""), Console());
    }

    Task<int> AddAsync(NewPerson person) => Listing.AddPersonAsync(host.Folder, person, Console(), default);

    async Task<string> RefusedAsync(NewPerson person) =>
        Failures.Explain(await Assert.ThrowsAnyAsync<Exception>(() => AddAsync(person))) ?? throw new InvalidOperationException("The failure is not explained.");

    async Task<IEnumerable<(OnPremLlm.Tenancy.TenantId?, Role)>> MembershipsAsync()
    {
        await using var scope = host.Services.CreateAsyncScope();
        var people = scope.ServiceProvider.GetRequiredService<People>();
        return await people.FindAsync(_email) is { } person ? (await people.FindMembershipsAsync(person, default)).Select(membership => (membership.TenantId, membership.Role)) : [];
    }

    IAnsiConsole Console() => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(_output), Ansi = AnsiSupport.No });

    string Write(string password)
    {
        var file = Path.Combine(_folder, Path.GetRandomFileName());
        File.WriteAllText(file, password + "\n");
        return file;
    }
}
