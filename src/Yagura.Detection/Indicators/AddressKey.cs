using System.Buffers;

namespace Yagura.Detection.Indicators;

/// <summary>The text of an IP address → its 4 or 16 bytes, without allocating. Lists and events go through the same function.</summary>
/// <remarks><c>192.0.2.1</c>, <c>2001:db8::1</c>, <c>[2001:db8::1]</c>, <c>fe80::1%eth0</c> (the zone is left out); <c>::ffff:192.0.2.1</c> is the IPv4 address in it.</remarks>
internal static class AddressKey
{
    /// <summary>Most bytes of a key.</summary>
    public const int BytesMax = 16;

    private const int Groups = 8;

    private static readonly SearchValues<byte> Digits = SearchValues.Create("0123456789./"u8);

    /// <summary>Writes the address; its length, or 0 when the text is none. Numbers of IPv4 have no leading zeros: <c>010</c> is read differently by different programs.</summary>
    public static int Write(ReadOnlySpan<byte> text, Span<byte> key)
    {
        if (text.Length is < 2 or > 64)
            return 0;
        if (text[0] == '[' && text[^1] == ']')
            text = text[1..^1];
        if (!text.Contains((byte)':'))
            return WriteV4(text, key) ? 4 : 0;
        var zone = text.IndexOf((byte)'%');
        if (!WriteV6(zone < 0 ? text : text[..zone], key))
            return 0;
        if (!IsMapped(key))
            return BytesMax;
        key[12..16].CopyTo(key);
        return 4;
    }

    /// <summary>The canonical text of an address: dotted, or IPv6 as RFC 5952 writes it.</summary>
    public static string Text(ReadOnlySpan<byte> key) => new System.Net.IPAddress(key).ToString();

    private static bool IsMapped(ReadOnlySpan<byte> key) => key[..10].IndexOfAnyExcept((byte)0) < 0 && key[10] == 0xff && key[11] == 0xff;

    private static bool WriteV4(ReadOnlySpan<byte> text, Span<byte> key)
    {
        for (var part = 0; part < 4; part++)
        {
            var (value, digits) = (0, 0);
            while (digits < text.Length && digits < 4 && text[digits] is >= (byte)'0' and <= (byte)'9')
                value = (value * 10) + text[digits++] - '0';
            if (digits is 0 or > 3 || value > 255 || (digits > 1 && text[0] == '0'))
                return false;
            key[part] = (byte)value;
            text = text[digits..];
            if (part == 3)
                break;
            if (text is not [(byte)'.', ..])
                return false;
            text = text[1..];
        }

        return text.IsEmpty;
    }

    private static bool WriteV6(ReadOnlySpan<byte> text, Span<byte> key)
    {
        key[..BytesMax].Clear();
        Span<byte> tail = stackalloc byte[BytesMax];
        var elided = text.IndexOf("::"u8);
        if (elided < 0)
            return WriteGroups(text, key) == Groups;
        var head = WriteGroups(text[..elided], key);
        var rest = WriteGroups(text[(elided + 2)..], tail);
        if (head < 0 || rest < 0 || head + rest >= Groups)
            return false;
        tail[..(rest * 2)].CopyTo(key[((Groups - rest) * 2)..]);
        return true;
    }

    /// <summary>Groups written, -1 when the text is not groups; the last two may be written as an IPv4 address.</summary>
    private static int WriteGroups(ReadOnlySpan<byte> text, Span<byte> key)
    {
        var count = 0;
        while (!text.IsEmpty)
        {
            var end = text.IndexOf((byte)':');
            var group = end < 0 ? text : text[..end];
            if (end < 0 && group.Contains((byte)'.'))
                return count <= Groups - 2 && WriteV4(group, key[(count * 2)..]) ? count + 2 : -1;
            if (count == Groups || group.Length is 0 or > 4 || end == text.Length - 1)
                return -1;
            var value = 0;
            foreach (var digit in group)
            {
                if (!char.IsAsciiHexDigit((char)digit))
                    return -1;
                value = (value << 4) | Convert(digit);
            }

            (key[count * 2], key[(count * 2) + 1]) = ((byte)(value >> 8), (byte)value);
            count++;
            text = end < 0 ? default : text[(end + 1)..];
        }

        return count;
    }

    private static int Convert(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;

    /// <summary>The canonical text of a block.</summary>
    public static string NetworkText(ReadOnlySpan<byte> key) => $"{Text(key[..^1])}/{key[^1]}";

    /// <summary>Writes a block as its address with the host bits cleared and one byte of length; 0 when the text is none.</summary>
    public static int WriteNetwork(ReadOnlySpan<byte> text, Span<byte> key)
    {
        var slash = text.IndexOf((byte)'/');
        if (slash < 0 || !System.Buffers.Text.Utf8Parser.TryParse(text[(slash + 1)..], out byte bits, out var used) || used != text.Length - slash - 1)
            return 0;
        var length = Write(text[..slash], key);
        // A mapped block of IPv6 is a block of IPv4.
        if (length == 4 && text[..slash].Contains((byte)':'))
            bits = (byte)(bits >= 96 ? bits - 96 : byte.MaxValue);
        if (length == 0 || bits > length * 8)
            return 0;
        Clear(key[..length], bits);
        key[length] = bits;
        return length + 1;
    }

    /// <summary>Clears the bits behind the first ones.</summary>
    public static void Clear(Span<byte> address, int bits)
    {
        for (var place = 0; place < address.Length; place++)
        {
            var kept = Math.Clamp(bits - (place * 8), 0, 8);
            address[place] &= (byte)(0xff << (8 - kept));
        }
    }

    /// <summary>Whether a text is made of an address's characters only: it is refused as an address rather than taken for a name.</summary>
    public static bool Resembles(ReadOnlySpan<byte> text) => !text.ContainsAnyExcept(Digits);
}
