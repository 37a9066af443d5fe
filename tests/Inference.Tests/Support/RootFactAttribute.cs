using OnPremLlm.TestSupport;

namespace OnPremLlm.Inference.Tests.Support;

/// <summary>Needs the right to switch accounts. Without it: skipped, and run (to fail with the reason) where CI is set.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RootFactAttribute : FactAttribute
{
    internal const string Reason = "Workers get accounts of their own only where the Host is root. Run these tests as root (sudo tests/run), as CI does.";

    public RootFactAttribute()
    {
        if (!HostPrivileges.CanSwitchAccounts && !Repository.IsContinuousIntegration)
        {
            Skip = Reason;
        }
    }
}
