using OnPremLlm.Host.Composition;

namespace OnPremLlm.Host.Cli.Models;

/// <summary>The clinics that a model is added for.</summary>
internal static class ModelClinics
{
    /// <summary>Ids by name; none for none, without asking the database.</summary>
    public static async Task<IReadOnlyList<Guid>> FindAsync(HostLayout layout, IReadOnlyList<string> names, CancellationToken ct)
    {
        if (names.Count == 0)
        {
            return [];
        }

        await using var services = Features.ForCommands(layout).BuildServiceProvider();
        List<Guid> tenants = [];
        foreach (var name in names.Distinct())
        {
            tenants.Add((await Listing.FindTenantAsync(services, name, ct)).Id.Value);
        }

        return tenants;
    }
}
