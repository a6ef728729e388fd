using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Yagura.Intake.Udp;

/// <summary>The memory that one recvmmsg call fills: datagrams, peer addresses, control messages.</summary>
/// <remarks>Native and fixed: UdpDatagramsPerCall × 64 KB of address space, of which only the touched pages are memory.</remarks>
internal sealed unsafe class DatagramRing : IDisposable
{
    private const int DatagramBytes = 64 * 1024;
    private const int NameBytes = 28;
    private const int ControlBytes = 64;
    private readonly int _count;
    private Libc.MessageVector* _messages;
    private Libc.IoVector* _vectors;
    private byte* _data;
    private byte* _names;
    private byte* _controls;

    internal DatagramRing(int count)
    {
        _count = count;
        _messages = (Libc.MessageVector*)NativeMemory.AllocZeroed((nuint)count, (nuint)sizeof(Libc.MessageVector));
        _vectors = (Libc.IoVector*)NativeMemory.AllocZeroed((nuint)count, (nuint)sizeof(Libc.IoVector));
        _data = (byte*)NativeMemory.Alloc((nuint)count, DatagramBytes);
        _names = (byte*)NativeMemory.AllocZeroed((nuint)count, NameBytes);
        _controls = (byte*)NativeMemory.AllocZeroed((nuint)count, ControlBytes);
        for (var i = 0; i < count; i++)
        {
            _vectors[i] = new Libc.IoVector { Base = _data + (long)i * DatagramBytes, Length = DatagramBytes };
        }
    }

    /// <summary>Waits for the first datagram (at most the socket's timeout) and takes what is there with it. Returns how many, or minus errno.</summary>
    internal int Receive(int socket, bool wait)
    {
        for (var i = 0; i < _count; i++)
        {
            _messages[i].Header = new Libc.MessageHeader
            {
                Name = _names + i * NameBytes,
                NameLength = NameBytes,
                Vectors = _vectors + i,
                VectorCount = 1,
                Control = _controls + i * ControlBytes,
                ControlLength = ControlBytes,
            };
        }
        var received = Libc.ReceiveMany(socket, _messages, (uint)_count, wait ? Libc.MessageWaitForOne : Libc.MessageDoNotWait, null);
        return received < 0 ? -Marshal.GetLastPInvokeError() : received;
    }

    /// <summary>The datagram's bytes.</summary>
    internal ReadOnlySpan<byte> Datagram(int index) => new(_data + (long)index * DatagramBytes, (int)_messages[index].Length);

    /// <summary>The datagram's peer.</summary>
    internal PeerKey Peer(int index) => PeerKey.Read(new ReadOnlySpan<byte>(_names + index * NameBytes, (int)Math.Min(_messages[index].Header.NameLength, NameBytes)));

    /// <summary>The socket's count of drops when the datagram was queued (SO_RXQ_OVFL); null when none was dropped yet.</summary>
    internal uint? Drops(int index)
    {
        var control = new ReadOnlySpan<byte>(_controls + index * ControlBytes, (int)Math.Min(_messages[index].Header.ControlLength, ControlBytes));
        // struct cmsghdr: length (8 bytes), level (4), type (4), then the data, padded to 8.
        while (control.Length >= 20)
        {
            var length = (int)Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(control), (ulong)control.Length);
            var level = BinaryPrimitives.ReadInt32LittleEndian(control[8..]);
            var type = BinaryPrimitives.ReadInt32LittleEndian(control[12..]);
            if (length >= 20 && level == Libc.SolSocket && type == Libc.SoReceiveOverflow) return BinaryPrimitives.ReadUInt32LittleEndian(control[16..]);
            var next = (length + 7) & ~7;
            if (length < 16 || next >= control.Length) return null;
            control = control[next..];
        }
        return null;
    }

    public void Dispose()
    {
        NativeMemory.Free(_messages);
        NativeMemory.Free(_vectors);
        NativeMemory.Free(_data);
        NativeMemory.Free(_names);
        NativeMemory.Free(_controls);
        _messages = null;
        _vectors = null;
        _data = _names = _controls = null;
    }
}
