using OnPremLlm.Host.Composition;
using OnPremLlm.Host.Limits;
using OnPremLlm.Tenancy.Directory;
using OnPremLlm.Tenancy.Limits;
using Spectre.Console;

namespace OnPremLlm.Host.Cli;

/// <summary>The commands about limits; they need no provisioning credential.</summary>
internal static class LimitDesk
{
    /// <param name="tenantName">Null: all clinics.</param>
    public static async Task<int> ShowAsync(string dataFolder, string? tenantName, IAnsiConsole console, CancellationToken ct)
    {
        await using var services = Features.ForCommands(new HostLayout(dataFolder)).BuildServiceProvider();
        IReadOnlyList<Tenant> tenants = tenantName is null
            ? await services.GetRequiredService<TenantDirectory>().ListAsync(ct)
            : [await Listing.FindTenantAsync(services, tenantName, ct)];
        if (tenants.Count == 0)
        {
            console.Profile.Out.Writer.WriteLine(Listing.NoClinics);
            return 0;
        }

        var rows = new Rows("Clinic", "Limit", "Value", "Set with");
        foreach (var tenant in tenants)
        {
            var limits = await services.GetRequiredService<LimitsDesk>().GetAsync(tenant.Id, ct);
            foreach (var line in LimitWords.Of(limits))
            {
                rows.Add(tenant.Name, line.Title, line.Value, "--" + line.Name);
            }
        }

        rows.Write(console);
        Explain(console);
        return 0;
    }

    public static async Task<int> ChangeAsync(string dataFolder, string tenantName, Func<TenantLimits, TenantLimits> change, IAnsiConsole console, CancellationToken ct)
    {
        await using var services = Features.ForCommands(new HostLayout(dataFolder)).BuildServiceProvider();
        var tenant = await Listing.FindTenantAsync(services, tenantName, ct);
        var limits = await services.GetRequiredService<LimitsDesk>().ChangeAsync(tenant.Id, change, ct);
        Steps.Done(console, $"Limits of {tenant.Name} are now: {LimitWords.Sentence(limits)}. A Host that is running takes them within seconds");
        return 0;
    }

    // Once, and not for each clinic.
    static void Explain(IAnsiConsole console)
    {
        console.Profile.Out.Writer.WriteLine();
        foreach (var line in LimitWords.Of(new()))
        {
            Rows.Tell(console, $"{line.Title}: {char.ToLowerInvariant(line.Meaning[0])}{line.Meaning[1..]}");
        }
    }
}
