using System.Buffers.Binary;
using System.Buffers.Text;
using Yagura.Events;

namespace Yagura.Decoding.Forms;

/// <summary>What is taken out of a socket's address.</summary>
internal enum SocketPart
{
    /// <summary>Nothing: the value is no socket's address.</summary>
    None = 0,

    /// <summary>Address of <c>inet</c> and <c>inet6</c>.</summary>
    Address = 1,

    /// <summary>Port of these.</summary>
    Port = 2,

    /// <summary>Path of <c>unix</c>; the name of an abstract socket begins with <c>@</c>.</summary>
    Path = 3,

    /// <summary><c>ipv4</c>, <c>ipv6</c> or <c>unix</c>.</summary>
    Family = 4,
}

/// <summary>
/// Reads a <c>struct sockaddr</c> (sys/socket.h, netinet/in.h, sys/un.h) written in hexadecimal, as Linux audit's SOCKADDR records have it:
/// <c>02000050CB00713C…</c> is port 80 of 203.0.113.60.
/// </summary>
internal static class SocketAddress
{
    /// <summary>Bytes of the longest, <c>sockaddr_un</c>: the family and 108 of the path.</summary>
    private const int BytesMax = 110;

    private const int Unix = 1;
    private const int Inet = 2;
    private const int Inet6 = 10;

    /// <summary>Takes one part out. False when the text is no socket's address; true with an empty slot when an address of its family has no such part.</summary>
    public static bool TryRead(ReadOnlySpan<byte> digits, SocketPart part, Event target, out Slot value)
    {
        value = default;
        Span<byte> bytes = stackalloc byte[BytesMax];
        var length = Math.Min(digits.Length / 2, BytesMax);
        if (length < 2 || digits.Length % 2 != 0)
            return false;
        for (var i = 0; i < length; i++)
        {
            if (!Utf8Parser.TryParse(digits.Slice(i * 2, 2), out bytes[i], out var used, 'x') || used != 2)
                return false;
        }

        // The family is in the order of the machine's bytes, and all that matter here are below 256.
        var family = bytes[0] != 0 ? bytes[0] : bytes[1];
        bytes = bytes[..length];
        value = part switch
        {
            SocketPart.Family => Name(family, target),
            SocketPart.Path => family == Unix ? Path(bytes[2..], target) : default,
            _ when family == Inet && length >= 8 => part == SocketPart.Port ? Port(bytes, target) : Address(bytes.Slice(4, 4), target),
            _ when family == Inet6 && length >= 24 => part == SocketPart.Port ? Port(bytes, target) : Address(bytes.Slice(8, 16), target),
            _ => default,
        };
        return true;
    }

    private static Slot Name(int family, Event target) => family switch
    {
        Inet => target.Copy("ipv4"u8, ValueKind.Text),
        Inet6 => target.Copy("ipv6"u8, ValueKind.Text),
        Unix => target.Copy("unix"u8, ValueKind.Text),
        _ => default,
    };

    private static Slot Port(ReadOnlySpan<byte> bytes, Event target)
    {
        Span<byte> text = stackalloc byte[8];
        Utf8Formatter.TryFormat(BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]), text, out var written);
        return target.Copy(text[..written], ValueKind.Integer);
    }

    /// <summary>An IPv4 address that is mapped into IPv6 (RFC 4291 section 2.5.5.2) is written as what it is.</summary>
    private static Slot Address(ReadOnlySpan<byte> bytes, Event target)
    {
        var isMapped = bytes.Length == 16 && bytes[..12].SequenceEqual((ReadOnlySpan<byte>)[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]);
        var address = isMapped ? bytes[12..] : bytes;
        Span<byte> text = stackalloc byte[48];
        var length = address.Length == 4 ? WriteInet(address, text) : WriteInet6(address, text);
        return target.Copy(text[..length], ValueKind.Address);
    }

    private static int WriteInet(ReadOnlySpan<byte> address, Span<byte> text)
    {
        var length = 0;
        foreach (var part in address)
        {
            if (length > 0)
                text[length++] = (byte)'.';
            Utf8Formatter.TryFormat(part, text[length..], out var written);
            length += written;
        }

        return length;
    }

    /// <summary>RFC 5952: groups without leading zeros, the longest row of at least two zeros as <c>::</c>.</summary>
    private static int WriteInet6(ReadOnlySpan<byte> address, Span<byte> text)
    {
        var (zeros, row) = LongestZeros(address);
        var length = 0;
        for (var group = 0; group < 8; group++)
        {
            if (row > 1 && group >= zeros && group < zeros + row)
            {
                if (group == zeros)
                    text[length++] = (byte)':';
                if (group == 7)
                    text[length++] = (byte)':';
                continue;
            }

            if (group > 0)
                text[length++] = (byte)':';
            Utf8Formatter.TryFormat(BinaryPrimitives.ReadUInt16BigEndian(address[(group * 2)..]), text[length..], out var written, new System.Buffers.StandardFormat('x'));
            length += written;
        }

        return length;
    }

    private static (int Start, int Length) LongestZeros(ReadOnlySpan<byte> address)
    {
        var best = (Start: -1, Length: 0);
        var length = 0;
        for (var group = 0; group < 8; group++)
        {
            length = address[group * 2] == 0 && address[(group * 2) + 1] == 0 ? length + 1 : 0;
            if (length > best.Length)
                best = (group - length + 1, length);
        }

        return best;
    }

    /// <summary>The path up to its zero; an abstract name begins with one.</summary>
    private static Slot Path(ReadOnlySpan<byte> bytes, Event target)
    {
        var isAbstract = bytes.Length > 1 && bytes[0] == 0;
        var name = isAbstract ? bytes[1..] : bytes;
        var end = name.IndexOf((byte)0);
        name = end < 0 ? name : name[..end];
        if (name.IsEmpty)
            return default;
        var room = target.Reserve(name.Length + 1);
        if (isAbstract)
            room[0] = (byte)'@';
        name.CopyTo(room[(isAbstract ? 1 : 0)..]);
        return target.Keep(name.Length + (isAbstract ? 1 : 0), ValueKind.Text);
    }
}
