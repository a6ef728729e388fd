using System.Net.Sockets;

namespace Yagura.Intake.Udp;

/// <summary>The options of a UDP socket before it is bound.</summary>
internal static unsafe class UdpOptions
{
    /// <summary>Asks for the buffer (beyond rmem_max where CAP_NET_ADMIN allows), for drop counts and a wait limit. Returns the buffer's bytes.</summary>
    internal static int Apply(Socket socket, int bufferBytes, int waitMilliseconds)
    {
        var descriptor = (int)socket.SafeHandle.DangerousGetHandle();
        var asked = bufferBytes;
        if (Libc.SetOption(descriptor, Libc.SolSocket, Libc.SoReceiveBufferForce, &asked, sizeof(int)) != 0)
        {
            _ = Libc.SetOption(descriptor, Libc.SolSocket, Libc.SoReceiveBuffer, &asked, sizeof(int));
        }
        var on = 1;
        _ = Libc.SetOption(descriptor, Libc.SolSocket, Libc.SoReceiveOverflow, &on, sizeof(int));
        var wait = new Libc.TimeValue { Microseconds = waitMilliseconds * 1000L };
        _ = Libc.SetOption(descriptor, Libc.SolSocket, Libc.SoReceiveTimeout, &wait, (uint)sizeof(Libc.TimeValue));
        var got = 0;
        var length = (uint)sizeof(int);
        // The kernel doubles what was asked for, for its own bookkeeping, and reports the double.
        return Libc.GetOption(descriptor, Libc.SolSocket, Libc.SoReceiveBuffer, &got, &length) == 0 ? got / 2 : 0;
    }
}
