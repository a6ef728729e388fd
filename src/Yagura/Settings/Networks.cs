using System.Net;

namespace Yagura.Settings;

/// <summary>A peer network as it stands in a configuration.</summary>
internal sealed record PeerNetwork(IPNetwork Network);

/// <summary>Reads a CIDR or a single address.</summary>
internal static class Networks
{
    public const string Allowed = "an address or a CIDR without host bits, for example 192.0.2.1, 192.0.2.0/24 or 2001:db8::/32";

    public static PeerNetwork? Read(string text)
    {
        // .NET masks host bits away without a word; 192.0.2.1/8 is more likely a slip than a wish.
        if (IPNetwork.TryParse(text, out var network))
            return IPAddress.TryParse(text.AsSpan(0, text.IndexOf('/', StringComparison.Ordinal)), out var written) && written.Equals(network.BaseAddress) ? new PeerNetwork(network) : null;
        return IPAddress.TryParse(text, out var address) ? new PeerNetwork(new IPNetwork(address, address.GetAddressBytes().Length * 8)) : null;
    }
}
