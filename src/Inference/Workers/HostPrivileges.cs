using System.Globalization;

namespace OnPremLlm.Inference;

/// <summary>What the Host's own process may do, as the kernel says.</summary>
internal static class HostPrivileges
{
    // CHOWN 0, DAC_OVERRIDE 1, KILL 5, SETGID 6, SETUID 7, SETPCAP 8: give the worker its folder, reach its socket, end it, switch to its account, drop everything else.
    const ulong ToSwitchAccounts = 1 << 0 | 1 << 1 | 1 << 5 | 1 << 6 | 1 << 7 | 1 << 8;

    public static uint UserId { get; } = uint.Parse(Field("Uid:").Split('\t')[1], CultureInfo.InvariantCulture);

    public static bool CanSwitchAccounts { get; } =
        (ulong.Parse(Field("CapEff:"), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & ToSwitchAccounts) == ToSwitchAccounts;

    static string Field(string name) => File.ReadLines("/proc/self/status").First(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..].Trim();
}
