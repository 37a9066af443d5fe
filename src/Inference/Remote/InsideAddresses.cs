using System.Net;
using System.Net.Sockets;

namespace OnPremLlm.Inference;

/// <summary>
/// Which addresses a remote engine may have: those that no packet leaves the building for. Loopback, private use (RFC 1918), shared address space
/// (RFC 6598), link-local, and unique local IPv6 (RFC 4193). Attack: a name that is made to resolve to a server on the internet, once or always.
/// </summary>
internal static class InsideAddresses
{
    static readonly IPNetwork[] _inside =
    [
        IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16"), IPNetwork.Parse("100.64.0.0/10"),
        IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("::1/128"), IPNetwork.Parse("fc00::/7"), IPNetwork.Parse("fe80::/10"),
    ];

    public static bool Contain(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return _inside.Any(network => network.BaseAddress.AddressFamily == plain.AddressFamily && network.Contains(WithoutScope(plain)));
    }

    static IPAddress WithoutScope(IPAddress address) => address.AddressFamily is AddressFamily.InterNetworkV6 ? new(address.GetAddressBytes()) : address;
}
