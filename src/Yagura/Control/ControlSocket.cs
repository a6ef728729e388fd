using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Yagura.Control;

/// <summary>The door for verbs on the same machine: a socket file in the data folder that only this user may open.</summary>
internal static class ControlSocket
{
    /// <summary>The file's name in the data folder.</summary>
    public const string FileName = "control.sock";

    // sun_path of Linux, less the zero at its end.
    private const int PathBytesMax = 107;

    /// <summary>Path of the socket of a data folder.</summary>
    public static string In(string folder) => Path.Combine(folder, FileName);

    /// <summary>Lets Kestrel listen on it too. The caller holds the folder's lock: a file that is there is stale.</summary>
    public static void Listen(ConfigureWebHostBuilder host, string folder)
    {
        var path = In(folder);
        if (System.Text.Encoding.UTF8.GetByteCount(path) > PathBytesMax)
            throw new VerbException($"{path} is too long for a socket ({PathBytesMax} bytes are allowed); choose a data folder with a shorter path");
        File.Delete(path);
        host.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(path));
        host.UseSockets(sockets => sockets.CreateBoundListenSocket = endpoint => endpoint is UnixDomainSocketEndPoint ? Private(endpoint, path) : SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint));
    }

    /// <summary>Whether a request came over the socket file. The connection says so; a header or a port could be forged.</summary>
    public static bool Carries(HttpContext context) =>
        context.Features.Get<IConnectionSocketFeature>()?.Socket.AddressFamily == AddressFamily.Unix;

    // Bound but not yet listening: nobody can connect before the mode is set.
    private static Socket Private(System.Net.EndPoint endpoint, string path)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return socket;
    }
}
