using System.Buffers.Binary;

namespace Yagura.Outside;

/// <summary>One answer of an sftp server, read from front to back. A cut one is a <see cref="SftpException"/>, never an index out of range.</summary>
internal sealed class SftpReply(byte[] packet)
{
    private const uint HasSize = 1, HasOwner = 2, HasMode = 4, HasTimes = 8, HasMore = 0x80000000;
    private const int HeaderBytes = 5;
    private const uint ExtensionsMax = 64;

    private int at = HeaderBytes;

    public byte Kind => packet[0];

    public uint Id => packet.Length >= HeaderBytes ? BinaryPrimitives.ReadUInt32BigEndian(packet.AsSpan(1)) : throw Cut();

    /// <summary>The next number, which stays the next one.</summary>
    public uint Peek() => BinaryPrimitives.ReadUInt32BigEndian(Bytes(4, take: false));

    public uint Number() => BinaryPrimitives.ReadUInt32BigEndian(Bytes(4, take: true));

    public ulong Long() => BinaryPrimitives.ReadUInt64BigEndian(Bytes(8, take: true));

    public ReadOnlySpan<byte> Span() => Bytes(Number(), take: true);

    public byte[] Text() => Span().ToArray();

    public void SkipAttributes()
    {
        var flags = Number();
        var bytes = ((flags & HasSize) != 0 ? 8u : 0) + ((flags & HasOwner) != 0 ? 8u : 0) + ((flags & HasMode) != 0 ? 4u : 0) + ((flags & HasTimes) != 0 ? 8u : 0);
        Bytes(bytes, take: true);
        if ((flags & HasMore) == 0)
            return;
        var more = Number();
        if (more > ExtensionsMax)
            throw Cut();
        for (; more > 0; more--)
        {
            Span();
            Span();
        }
    }

    private ReadOnlySpan<byte> Bytes(uint count, bool take)
    {
        if (count > packet.Length - at)
            throw Cut();
        var bytes = packet.AsSpan(at, (int)count);
        if (take)
            at += (int)count;
        return bytes;
    }

    private static SftpException Cut() => new("an answer of the other end is cut short");
}
