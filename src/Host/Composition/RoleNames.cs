using System.Diagnostics;
using OnPremLlm.Host.Api;
using OnPremLlm.Tenancy.People;

namespace OnPremLlm.Host.Composition;

/// <summary>Roles as claims, command line and interface write them.</summary>
internal static class RoleNames
{
    public const string Operator = "operator";

    public static string Of(Role role) => role switch
    {
        Role.Clinician => Policies.Clinician,
        Role.TenantAdministrator => Policies.TenantAdministrator,
        Role.Compliance => Policies.Compliance,
        Role.Operator => Operator,
        _ => throw new UnreachableException(),
    };

    /// <summary>The role that a name stands for; the command line admits only known names.</summary>
    public static Role Parse(string name) => Enum.GetValues<Role>().First(role => Of(role) == name);
}
