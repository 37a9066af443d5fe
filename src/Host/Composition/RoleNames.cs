using System.Diagnostics;
using OnPremLlm.Host.Api;
using OnPremLlm.Tenancy;

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
}
