using System.Buffers.Text;
using Yagura.Events;

namespace Yagura.Decoding.Text;

/// <summary>Addresses as everybody searches for them.</summary>
/// <remarks>
/// A socket for both versions writes an IPv4 address as IPv6 (RFC 4291 section 2.5.5.2): <c>::ffff:192.0.2.1</c> is <c>192.0.2.1</c>.
/// A zone (RFC 4007 section 11) names an interface of the host that wrote it, and is no part of the address: <c>fe80::1%4</c> is <c>fe80::1</c>.
/// </remarks>
internal static class PlainAddress
{
    /// <summary>Groups of zeros before <c>ffff</c> when none is left out.</summary>
    private const int ZeroGroups = 5;

    /// <summary>Shortest such address: <c>::ffff:0:0</c>.</summary>
    private const int LengthMin = 10;

    /// <summary>The plain address of a slot that holds an address.</summary>
    public static Slot Of(Event target, Slot address)
    {
        var bytes = target.Bytes(address);
        // Only link-local and multicast addresses have zones.
        if (!bytes.IsEmpty && (bytes[0] | 0x20) == 'f' && bytes.IndexOf((byte)'%') is >= 0 and var zone)
            return address with { Length = zone };
        if (bytes.Length < LengthMin || bytes[0] is not ((byte)':' or (byte)'0'))
            return address;
        var start = AfterPrefix(bytes);
        if (start == 0)
            return address;
        if (Scan.IsAddress(bytes[start..]))
            return address with { Offset = address.Offset + start, Length = address.Length - start };
        Span<byte> written = stackalloc byte[16];
        return TryWrite(bytes[start..], written, out var length) ? target.Copy(written[..length], address.Kind) : address;
    }

    /// <summary>Position after <c>::ffff:</c> or <c>0:0:0:0:0:ffff:</c>; 0 when the address is no such one.</summary>
    private static int AfterPrefix(ReadOnlySpan<byte> bytes)
    {
        var isShort = bytes.StartsWith("::"u8);
        var at = isShort ? 2 : 0;
        for (var group = 0; group < ZeroGroups && !isShort; group++)
        {
            var end = bytes[at..].IndexOfAnyExcept((byte)'0');
            if (end <= 0 || bytes[at + end] != ':')
                return 0;
            at += end + 1;
        }

        var mark = "ffff:"u8;
        return bytes.Length > at + mark.Length && Scan.EqualsIgnoreCase(bytes.Slice(at, mark.Length), mark) ? at + mark.Length : 0;
    }

    /// <summary>Writes <c>c000:201</c> as <c>192.0.2.1</c>.</summary>
    private static bool TryWrite(ReadOnlySpan<byte> groups, Span<byte> written, out int length)
    {
        length = 0;
        var colon = groups.IndexOf((byte)':');
        if (colon <= 0 || !TryGroup(groups[..colon], out var high) || !TryGroup(groups[(colon + 1)..], out var low))
            return false;
        foreach (var part in (ReadOnlySpan<int>)[high >> 8, high & 0xFF, low >> 8, low & 0xFF])
        {
            if (length > 0)
                written[length++] = (byte)'.';
            Utf8Formatter.TryFormat(part, written[length..], out var digits);
            length += digits;
        }

        return true;
    }

    private static bool TryGroup(ReadOnlySpan<byte> digits, out int value) =>
        Utf8Parser.TryParse(digits, out value, out var used, 'x') && used == digits.Length && value <= 0xFFFF;
}
