using OnPremLlm.Host.Composition;
using OnPremLlm.Tenancy;
using OnPremLlm.Tenancy.Directory;
using OnPremLlm.Tenancy.People;
using Spectre.Console;

namespace OnPremLlm.Host.Cli;

/// <summary>What <c>onpremllm people add</c> was asked for; name and password file may be absent where the account exists.</summary>
internal sealed record NewPerson(string Email, string? Name, string Role, string? Tenant, string? PasswordFile, bool Existing = false);

/// <summary>The commands that need no provisioning credential: lists, and people.</summary>
internal static class Listing
{
    public const string NoClinics = "There are no clinics. Make one: onpremllm tenants create NAME";

    public static async Task<int> TenantsAsync(string dataFolder, IAnsiConsole console, CancellationToken ct)
    {
        await using var services = Features.ForCommands(new HostLayout(dataFolder)).BuildServiceProvider();
        var tenants = await services.GetRequiredService<TenantDirectory>().ListAsync(ct);
        if (tenants.Count == 0)
        {
            console.Profile.Out.Writer.WriteLine(NoClinics);
            return 0;
        }

        var rows = new Rows("Clinic", "Id", "State", "Training", "Made (UTC)");
        foreach (var tenant in tenants)
        {
            rows.Add(tenant.Name, tenant.Id.ToString(), tenant.State.ToString(), tenant.IsTraining ? "yes" : "no", $"{tenant.CreatedAt:yyyy-MM-dd HH:mm}");
        }

        rows.Write(console);
        return 0;
    }

    public static async Task<int> AddPersonAsync(string dataFolder, NewPerson person, IAnsiConsole console, CancellationToken ct)
    {
        await using var services = Features.ForCommands(new HostLayout(dataFolder)).BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        var tenant = person.Tenant is null ? null : await FindTenantAsync(services, person.Tenant, ct);
        var role = RoleNames.Parse(person.Role);
        if ((role is Role.Operator) != (tenant is null))
        {
            throw new CommandException("An operator belongs to no clinic, and every other role to one. Give --tenant with the clinic's name, or leave it out for --role operator.");
        }

        var people = scope.ServiceProvider.GetRequiredService<People>();
        if (await people.FindAsync(person.Email) is { } known)
        {
            await AddRoleAsync(people, known, person, role, tenant, console, ct);
        }
        else
        {
            await AddAccountAsync(people, person, role, tenant, console, ct);
        }

        return 0;
    }

    /// <summary>Throws <see cref="CommandException"/> when no clinic has this name.</summary>
    public static async Task<Tenant> FindTenantAsync(IServiceProvider services, string name, CancellationToken ct) =>
        (await services.GetRequiredService<TenantDirectory>().ListAsync(ct)).FirstOrDefault(tenant => tenant.Name == name)
            ?? throw new CommandException($"There is no clinic \"{name}\". The clinics are listed by: onpremllm tenants list");

    static async Task AddAccountAsync(People people, NewPerson person, Role role, Tenant? tenant, IAnsiConsole console, CancellationToken ct)
    {
        if (person.Existing)
        {
            throw new CommandException("No account has this e-mail address. Leave out --existing, and give --name and --password-file, to make one.");
        }

        if (person.Name is null || !File.Exists(person.PasswordFile))
        {
            throw new CommandException(person.Name is null
                ? "A new account needs --name. Give the name as it is shown to others."
                : $"There is no password file {person.PasswordFile}. Write the first password into one, in its first line, and name it with --password-file.");
        }

        var made = await people.CreateAsync(person.Email, person.Name, File.ReadLines(person.PasswordFile).FirstOrDefault("").Trim(), role, tenant?.Id, ct);
        Steps.Done(console, $"{made.DisplayName} may sign in as {made.Email} ({person.Role})");
    }

    // An account that exists belongs to a person with a name and a password of their own: neither is changed here, and that is said.
    static async Task AddRoleAsync(People people, PersonId known, NewPerson person, Role role, Tenant? tenant, IAnsiConsole console, CancellationToken ct)
    {
        var email = person.Email.Trim();
        var has = (await people.FindMembershipsAsync(known, ct)).Any(membership => membership.Role == role && membership.TenantId == tenant?.Id);
        if (!has && !person.Existing)
        {
            throw new CommandException($"{email} already has an account, so nothing was changed. Give it this further role with --existing: name and password stay as they are.");
        }

        await people.GiveRoleAsync(email, role, tenant?.Id, ct);
        var where = tenant is null ? "" : $" in {tenant.Name}";
        Steps.Done(console, $"{email} already has an account; name and password unchanged. It {(has ? "was" : "is now")} {person.Role}{where}{(has ? " before" : "")}");
    }

    public static void Accounts(DemonstrationAccounts accounts, IAnsiConsole console)
    {
        var rows = new Rows("Role", "E-mail", "Password");
        foreach (var (role, account) in (IEnumerable<(string, DemonstrationAccount)>)
            [("clinician, North Clinic", accounts.Clinician), ("compliance, North Clinic", accounts.Compliance), ("administrator, North Clinic", accounts.Administrator), ("clinician, South Clinic", accounts.OtherClinician)])
        {
            rows.Add(role, account.Email, account.Password);
        }

        rows.Write(console);
    }
}
