namespace OnPremLlm.Tenancy.ControlPlane;

/// <summary>Names of the control database's roles and of the tenants' databases, all with the control database's name as prefix.</summary>
sealed record ControlNames(string Database)
{
    // "_t_", 32 digits and "_owner" must fit PostgreSQL's 63 characters.
    const int MaxLength = 20;

    public string Database { get; } = Database.Length <= MaxLength && ServerAdministration.Quote(Database).Length > 0
        ? Database
        : throw new ArgumentException($"The name of the control database has at most {MaxLength} characters.", nameof(Database));

    public string Owner => OwnerOf(Database);

    public string Application => ApplicationOf(Database);

    public string Hangfire => Database + "_hangfire";

    public string TenantDatabase(TenantId tenant) => $"{Database}_t_{tenant.Value:N}";

    public static string OwnerOf(string database) => database + "_owner";

    public static string ApplicationOf(string database) => database + "_app";
}
