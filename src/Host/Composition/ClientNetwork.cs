using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace OnPremLlm.Host.Composition;

/// <summary>What counts as one client where requests are counted.</summary>
internal static class ClientNetwork
{
    const int Ipv6Network = 8;

    /// <summary>The address of IPv4, or the /64 network of IPv6: whoever has one address there has them all. 0 without an address.</summary>
    public static UInt128 Of(IPAddress? address)
    {
        Span<byte> key = stackalloc byte[16];
        address = address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
        if (address is { AddressFamily: AddressFamily.InterNetworkV6 })
        {
            address.GetAddressBytes().AsSpan(0, Ipv6Network).CopyTo(key);
        }
        else
        {
            address?.GetAddressBytes().CopyTo(key[^4..]); // IPv4 has the last four, so it is no network of IPv6
        }

        return BinaryPrimitives.ReadUInt128BigEndian(key);
    }
}
