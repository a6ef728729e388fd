using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Yagura.Intake.Counting;

namespace Yagura.Intake.Listeners;

/// <summary>Accepts connections for one protocol over TCP, within the limit, and watches over half frames.</summary>
internal sealed class StreamListener(string id, IPEndPoint endpoint, Reception reception, bool senderKeeps, StreamConnectionMaker make) : IAsyncDisposable
{
    private const int Backlog = 512;

    private readonly CancellationTokenSource _stopping = new();

    // Bounded by ConnectionsMax: a connection over it is closed before it comes in here; each removes itself.
    private readonly ConcurrentDictionary<ConnectionReader, (Socket Socket, IPAddress Peer)> _open = new();
    private readonly RefusedPeers _refused = new(id, reception, senderKeeps);
    private Socket? _socket;
    private Task _accepting = Task.CompletedTask;
    private Task _watching = Task.CompletedTask;

    internal IPEndPoint Endpoint { get; private set; } = endpoint;

    internal ListenerCounts Counts { get; } = reception.Counts.Of(id);

    internal void Start()
    {
        var socket = new Socket(Endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (Endpoint.AddressFamily == AddressFamily.InterNetworkV6) socket.DualMode = true;
            socket.Bind(Endpoint);
            socket.Listen(Backlog);
        }
        catch (SocketException error)
        {
            socket.Dispose();
            throw ListenerException.From(id, Endpoint, "tcp", error);
        }
        _socket = socket;
        Endpoint = (IPEndPoint)socket.LocalEndPoint!;
        _accepting = Task.Run(() => AcceptAsync(socket));
        _watching = Task.Run(WatchAsync);
    }

    internal async Task StopAsync()
    {
        await _stopping.CancelAsync();
        _socket?.Dispose();
        await Task.WhenAll(_accepting, _watching);
        while (!_open.IsEmpty) await Task.Delay(TimeSpan.FromMilliseconds(5));
        await _refused.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _refused.Dispose();
        _stopping.Dispose();
    }

    private async Task AcceptAsync(Socket listening)
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                Admit(await listening.AcceptAsync(_stopping.Token));
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // Out of file descriptors, or a peer that was gone before it was accepted: the next accept is tried after a breath.
                await Task.Delay(TimeSpan.FromMilliseconds(50));
            }
        }
    }

    private void Admit(Socket socket)
    {
        if (socket.RemoteEndPoint is not IPEndPoint peer)
        {
            socket.Dispose();
            return;
        }
        if (!reception.Terms.Allows(peer.Address) && !reception.Canaries.IsSender(peer))
        {
            _refused.Connection(socket, peer);
            return;
        }
        // One peer that leaks connections must not shut everybody else out. Counted by looking: accepting is rare, the limit small.
        if (_open.Count >= reception.Limits.ConnectionsMax || _open.Values.Count(open => open.Peer.Equals(peer.Address)) >= reception.Limits.ConnectionsPerPeerMax)
        {
            Refuse(socket, peer);
            return;
        }
        socket.NoDelay = true;
        Counts.ConnectionOpened();
        var connection = make(socket, peer);
        var reader = new ConnectionReader(socket, connection, reception, _stopping.Token);
        _open[reader] = (socket, peer.Address);
        _ = Task.Run(() => ServeAsync(reader, connection, socket));
    }

    private void Refuse(Socket socket, IPEndPoint peer)
    {
        Counts.ConnectionRefused();
        if (!senderKeeps)
        {
            var now = reception.Clock.Now();
            reception.Losses.Add(now, reception.Sources.Resolve(id, peer.Address, now).Source, id, Reasons.ConnectionsFull, count: null);
        }
        // An abort leaves nothing behind in the kernel (no TIME_WAIT) and tells the peer at once.
        socket.Close(timeout: 0);
    }

    private async Task ServeAsync(ConnectionReader reader, StreamConnection connection, Socket socket)
    {
        try
        {
            await reader.RunAsync();
        }
        finally
        {
            connection.Dispose();
            socket.Dispose();
            Counts.ConnectionEnded(reader.Ended);
            _open.TryRemove(reader, out _);
        }
    }

    private async Task WatchAsync()
    {
        var every = TimeSpan.FromMilliseconds(Math.Clamp(reception.Limits.HalfFrameTimeMax.TotalMilliseconds / 4, 20, 5000));
        using var timer = new PeriodicTimer(every);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
            {
                foreach (var (reader, (socket, _)) in _open)
                {
                    if (!reader.IsStuck(Environment.TickCount64)) continue;
                    reader.TooSlow = true;
                    socket.Close(timeout: 0);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The stop.
        }
    }
}
