using System.Runtime.InteropServices;

namespace Yagura.Intake.Udp;

/// <summary>The socket calls that .NET does not offer: several datagrams a call, drop counts, a buffer beyond rmem_max.</summary>
internal static unsafe partial class Libc
{
    internal const int SolSocket = 1;
    internal const int SoReceiveBuffer = 8;
    internal const int SoReceiveTimeout = 20;
    internal const int SoReceiveBufferForce = 33;
    internal const int SoReceiveOverflow = 40;
    internal const int MessageWaitForOne = 0x10000;
    internal const int MessageDoNotWait = 0x40;
    internal const int MessageTruncated = 0x20;
    internal const int Eintr = 4;
    internal const int Eagain = 11;

    [LibraryImport("libc", EntryPoint = "recvmmsg", SetLastError = true)]
    internal static partial int ReceiveMany(int socket, MessageVector* messages, uint count, int flags, void* timeout);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    internal static partial int SetOption(int socket, int level, int name, void* value, uint length);

    [LibraryImport("libc", EntryPoint = "getsockopt", SetLastError = true)]
    internal static partial int GetOption(int socket, int level, int name, void* value, uint* length);

    [StructLayout(LayoutKind.Sequential)]
    internal struct IoVector
    {
        internal byte* Base;
        internal nuint Length;
    }

    /// <summary>struct msghdr of Linux on 64 bits (glibc and musl agree on the layout for little endian).</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct MessageHeader
    {
        internal byte* Name;
        internal uint NameLength;
        internal IoVector* Vectors;
        internal nuint VectorCount;
        internal byte* Control;
        internal nuint ControlLength;
        internal int Flags;
    }

    /// <summary>struct mmsghdr.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct MessageVector
    {
        internal MessageHeader Header;
        internal uint Length;
    }

    /// <summary>struct timeval on 64 bits.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct TimeValue
    {
        internal long Seconds;
        internal long Microseconds;
    }
}
