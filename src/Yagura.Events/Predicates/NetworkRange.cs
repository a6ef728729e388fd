using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Yagura.Events.Predicates;

/// <summary>A block of IPv4 or IPv6 addresses, tested against text without allocating.</summary>
/// <remarks>An address is a member only of blocks of its own family: <c>::ffff:192.0.2.1</c> is an IPv6 address.</remarks>
public sealed class NetworkRange
{
    /// <summary>Longest text that can be an address, in bytes (IPv6 with an embedded IPv4 and a zone).</summary>
    private const int AddressTextMax = 64;

    private readonly byte[] prefix;
    private readonly int bits;

    private NetworkRange(byte[] prefix, int bits)
    {
        this.prefix = prefix;
        this.bits = bits;
    }

    /// <summary>Reads <c>192.0.2.0/24</c>, <c>2001:db8::/32</c> or a single address; host bits may be set and are ignored.</summary>
    public static bool TryParse(string text, out NetworkRange? range)
    {
        range = null;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!IPAddress.TryParse(slash < 0 ? text : text.AsSpan(0, slash), out var address))
            return false;
        var bytes = address.GetAddressBytes();
        var length = bytes.Length * 8;
        if (address.AddressFamily == AddressFamily.InterNetwork && text.AsSpan(0, slash < 0 ? text.Length : slash).Count('.') != 3)
            return false;
        if (slash >= 0 && (!int.TryParse(text.AsSpan(slash + 1), System.Globalization.NumberStyles.None, null, out length) || length > bytes.Length * 8))
            return false;
        range = new NetworkRange(bytes, length);
        return true;
    }

    /// <summary>Whether the text is an address within the block; false for anything that is no address.</summary>
    public bool Contains(ReadOnlySpan<byte> text)
    {
        if (text.Length is < 2 or > AddressTextMax || !Ascii.IsValid(text))
            return false;
        if (prefix.Length == 4)
            return TryReadV4(text, out var v4) && SamePrefix(v4);
        return text.Contains((byte)':') && ContainsV6(text);
    }

    private bool ContainsV6(ReadOnlySpan<byte> text)
    {
        Span<char> characters = stackalloc char[AddressTextMax];
        var written = Encoding.ASCII.GetChars(text, characters);
        if (!IPAddress.TryParse(characters[..written], out var address) || address.AddressFamily != AddressFamily.InterNetworkV6)
            return false;
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        var whole = bits / 8;
        return bytes[..whole].SequenceEqual(prefix.AsSpan(0, whole)) && SameRest(bytes, whole);
    }

    private bool SameRest(ReadOnlySpan<byte> bytes, int whole) =>
        bits % 8 == 0 || ((bytes[whole] ^ prefix[whole]) >> (8 - (bits % 8))) == 0;

    private bool SamePrefix(uint address)
    {
        var own = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(prefix);
        return bits == 0 || ((address ^ own) >> (32 - bits)) == 0;
    }

    private static bool TryReadV4(ReadOnlySpan<byte> text, out uint address)
    {
        address = 0;
        for (var part = 0; part < 4; part++)
        {
            var digits = 0;
            var value = 0;
            while (digits < text.Length && text[digits] is >= (byte)'0' and <= (byte)'9' && digits < 3)
                value = (value * 10) + text[digits++] - '0';
            if (digits == 0 || value > 255)
                return false;
            address = (address << 8) | (uint)value;
            text = text[digits..];
            if (part < 3)
            {
                if (text is not [(byte)'.', ..])
                    return false;
                text = text[1..];
            }
        }

        return text.IsEmpty;
    }
}
