using OnPremLlm.Host.Composition;
using OnPremLlm.Tenancy;
using OnPremLlm.Tenancy.Directory;
using OnPremLlm.Tenancy.People;
using Spectre.Console;

namespace OnPremLlm.Host.Cli;

/// <summary>What <c>onpremllm people add</c> was asked for.</summary>
internal sealed record NewPerson(string Email, string Name, string Role, string? Tenant, string PasswordFile);

/// <summary>The commands that need no provisioning credential: lists, and people.</summary>
internal static class Listing
{
    public static async Task<int> TenantsAsync(string dataFolder, IAnsiConsole console, CancellationToken ct)
    {
        await using var services = Features.ForCommands(new HostLayout(dataFolder)).BuildServiceProvider();
        var tenants = await services.GetRequiredService<TenantDirectory>().ListAsync(ct);
        var table = new Table().AddColumns("Clinic", "Id", "State", "Training", "Made (UTC)");
        foreach (var tenant in tenants)
        {
            table.AddRow(Markup.Escape(tenant.Name), tenant.Id.ToString(), tenant.State.ToString(), tenant.IsTraining ? "yes" : "no", $"{tenant.CreatedAt:yyyy-MM-dd HH:mm}");
        }

        console.Write(tenants.Count == 0 ? new Text("There are no clinics. Make one: onpremllm tenants create NAME\n") : table);
        return 0;
    }

    public static async Task<int> AddPersonAsync(string dataFolder, NewPerson person, IAnsiConsole console, CancellationToken ct)
    {
        await using var services = Features.ForCommands(new HostLayout(dataFolder)).BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        var tenant = person.Tenant is null ? null : (await services.GetRequiredService<TenantDirectory>().ListAsync(ct)).FirstOrDefault(t => t.Name == person.Tenant)
            ?? throw new CommandException($"There is no clinic \"{person.Tenant}\". The clinics are listed by: onpremllm tenants list");
        if (!File.Exists(person.PasswordFile))
        {
            throw new CommandException($"There is no password file {person.PasswordFile}. Write the first password into one, in its first line.");
        }

        await scope.ServiceProvider.GetRequiredService<People>().AddAsync(
            person.Email, person.Name, File.ReadLines(person.PasswordFile).FirstOrDefault("").Trim(), RoleNames.Parse(person.Role), tenant?.Id, ct);
        console.MarkupLineInterpolated($"[green]✔[/] {person.Name} may sign in as {person.Email} ({person.Role})");
        return 0;
    }

    public static void Accounts(DemonstrationAccounts accounts, IAnsiConsole console)
    {
        var table = new Table().AddColumns("Role", "E-mail", "Password");
        foreach (var (role, account) in (IEnumerable<(string, DemonstrationAccount)>)
            [("clinician, North Clinic", accounts.Clinician), ("compliance, North Clinic", accounts.Compliance), ("administrator, North Clinic", accounts.Administrator), ("clinician, South Clinic", accounts.OtherClinician)])
        {
            table.AddRow(role, account.Email, account.Password);
        }

        console.Write(table);
    }
}
