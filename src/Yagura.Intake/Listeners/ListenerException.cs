using System.Net;
using System.Net.Sockets;

namespace Yagura.Intake.Listeners;

/// <summary>A listener could not start; the message names the address and says what to do.</summary>
public sealed class ListenerException(string message, Exception inner) : Exception(message, inner)
{
    internal static ListenerException From(string id, IPEndPoint endpoint, string protocol, SocketException error)
    {
        var switches = protocol == "udp" ? "-lnup" : "-lntp";
        var help = error.SocketErrorCode switch
        {
            SocketError.AddressAlreadyInUse => $"the port is taken. `ss {switches} 'sport = :{endpoint.Port}'` shows by whom: stop that, or give listen.{id} another port",
            SocketError.AccessDenied => $"this user may not use the port. Ports below 1024 need the right CAP_NET_BIND_SERVICE: give it, or give listen.{id} a port from 1024 on",
            SocketError.AddressNotAvailable => $"no interface of this machine has the address. `ip address` lists them: give listen.{id} one of those, or 0.0.0.0 or [::] for all",
            _ => error.Message,
        };
        return new ListenerException($"{id} cannot listen on {protocol} {endpoint}: {help}", error);
    }
}
