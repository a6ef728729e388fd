using System.Net;
using System.Net.Sockets;

namespace Yagura.Intake.Sources;

/// <summary>The one form of a peer's address and network: what a dual-stack socket calls ::ffff:192.0.2.1 is 192.0.2.1.</summary>
internal static class PeerNetworks
{
    /// <summary>An IPv4-mapped address as the IPv4 address that it is; an IPv6 address without its zone.</summary>
    internal static IPAddress Plain(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        return address is { AddressFamily: AddressFamily.InterNetworkV6, ScopeId: not 0 } ? new IPAddress(address.GetAddressBytes()) : address;
    }

    /// <summary>An IPv4-mapped network as the IPv4 network that it is.</summary>
    internal static IPNetwork Plain(IPNetwork network) =>
        network.BaseAddress.IsIPv4MappedToIPv6 && network.PrefixLength >= 96 ? new IPNetwork(network.BaseAddress.MapToIPv4(), network.PrefixLength - 96) : network;
}
