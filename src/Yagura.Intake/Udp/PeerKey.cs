using System.Buffers.Binary;
using System.Net;

namespace Yagura.Intake.Udp;

/// <summary>A peer as the kernel names it, without a heap object: a key for the cache of peers.</summary>
internal readonly record struct PeerKey(UInt128 Address, ushort Port, bool IsV6)
{
    /// <summary>Reads a sockaddr_in or sockaddr_in6 of Linux; anything else is the unspecified address.</summary>
    internal static PeerKey Read(ReadOnlySpan<byte> name)
    {
        const ushort v4 = 2, v6 = 10;
        var family = name.Length >= 2 ? BinaryPrimitives.ReadUInt16LittleEndian(name) : (ushort)0;
        if (family == v4 && name.Length >= 8) return new(BinaryPrimitives.ReadUInt32BigEndian(name[4..]), BinaryPrimitives.ReadUInt16BigEndian(name[2..]), IsV6: false);
        if (family == v6 && name.Length >= 24) return new(BinaryPrimitives.ReadUInt128BigEndian(name[8..]), BinaryPrimitives.ReadUInt16BigEndian(name[2..]), IsV6: true);
        return default;
    }

    internal IPEndPoint ToEndPoint()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, Address);
        return new IPEndPoint(new IPAddress(IsV6 ? bytes : bytes[12..]), Port);
    }
}
