using System.Net;
using System.Net.Sockets;
using Yagura.Intake.Canaries;
using Yagura.Intake.Listeners;

namespace Yagura.Intake.Sending;

/// <summary>Sends a canary to a listener of this process through a real socket, as a sender of that protocol would.</summary>
public static class CanarySender
{
    /// <summary>Sends it; over RELP until it is acknowledged, over TCP until the listener closed the connection.</summary>
    /// <exception cref="SocketException">The listener cannot be reached.</exception>
    /// <exception cref="IOException">The listener ended the session.</exception>
    /// <exception cref="OperationCanceledException">It took too long.</exception>
    public static Task SendAsync(IListener listener, Canary canary, CanaryBook book, CancellationToken stop)
    {
        // A door on all addresses is reached over the loopback; one on a single address from that same address.
        var address = listener.Endpoint.Address.Equals(IPAddress.Any) ? IPAddress.Loopback
            : listener.Endpoint.Address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback
            : listener.Endpoint.Address;
        var to = new IPEndPoint(address, listener.Endpoint.Port);
        return listener.Protocol switch
        {
            DoorProtocol.SyslogUdp => UdpAsync(to, canary, stop),
            DoorProtocol.SyslogTcp => TcpAsync(to, canary, book, stop),
            _ => RelpAsync(to, canary, book, stop),
        };
    }

    private static async Task UdpAsync(IPEndPoint to, Canary canary, CancellationToken stop)
    {
        using var socket = new Socket(to.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(to.Address, 0));
        await socket.SendToAsync(canary.Line, SocketFlags.None, to, stop);
    }

    private static async Task TcpAsync(IPEndPoint to, Canary canary, CanaryBook book, CancellationToken stop)
    {
        using var socket = new Socket(to.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(to.Address, 0));
        var from = (IPEndPoint)socket.LocalEndPoint!;
        book.Sends(from);
        try
        {
            await socket.ConnectAsync(to, stop);
            byte[] line = [.. canary.Line.Span, (byte)'\n'];
            for (var sent = 0; sent < line.Length;) sent += await socket.SendAsync(line.AsMemory(sent), stop);
            socket.Shutdown(SocketShutdown.Send);
            while (await socket.ReceiveAsync(new byte[64], stop) > 0)
            {
                // Nothing is answered; the end says that everything was read.
            }
        }
        finally
        {
            book.SendsNoMore(from);
        }
    }

    private static async Task RelpAsync(IPEndPoint to, Canary canary, CanaryBook book, CancellationToken stop)
    {
        await using var client = new RelpClient(to, to.Address);
        var from = client.Bind();
        book.Sends(from);
        try
        {
            await client.OpenAsync(stop);
            await client.SendAsync(canary.Line, stop);
            await client.AcknowledgedAsync(stop);
        }
        finally
        {
            book.SendsNoMore(from);
        }
    }
}
