using System.Net;
using System.Net.Sockets;

namespace Yagura.Scenarios.Parts;

/// <summary>Stands between a RELP sender and the server and knows exactly what was sent and what was acknowledged.</summary>
internal sealed class RelpTap : IAsyncDisposable
{
    private readonly int server;
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly Lock turn = new();
    private readonly Task accepting;

    // What was sent in the session now and waits for its answer; emptied at each break, bounded by the sender's window.
    private readonly Dictionary<long, string> waiting = [];
    private readonly List<string> acknowledged = [];

    public RelpTap(int server)
    {
        this.server = server;
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        accepting = Task.Run(AcceptAsync);
    }

    public int Port { get; }

    /// <summary>Records that were sent and not acknowledged when a session broke, summed: no more than these can come again.</summary>
    public long Unanswered { get; private set; }

    public int InFlight
    {
        get { lock (turn) return waiting.Count; }
    }

    public int AcknowledgedCount
    {
        get { lock (turn) return acknowledged.Count; }
    }

    /// <summary>Lines that the server acknowledged, in the order of the answers.</summary>
    public IReadOnlyList<string> Acknowledged
    {
        get { lock (turn) return [.. acknowledged]; }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        await accepting;
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                using var sender = await listener.AcceptTcpClientAsync(stopping.Token);
                await ServeAsync(sender);
            }
            catch (Exception gone) when (gone is OperationCanceledException or SocketException or IOException or ObjectDisposedException)
            {
                // The server is down: the sender comes again.
            }
        }
    }

    private async Task ServeAsync(TcpClient sender)
    {
        using var upstream = new TcpClient();
        await upstream.ConnectAsync(IPAddress.Loopback, server, stopping.Token);
        var there = PumpAsync(sender, upstream, Sent);
        var back = PumpAsync(upstream, sender, Answered);
        await Task.WhenAny(there, back);
        sender.Close();
        upstream.Close();
        await Task.WhenAll(there, back);
        lock (turn)
        {
            Unanswered += waiting.Count;
            waiting.Clear();
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, Action<RelpFrame> seen)
    {
        var frames = new RelpFrames();
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.GetStream().ReadAsync(buffer, stopping.Token) is > 0 and var read)
            {
                // Counted before they go on: what the server has is never more than what counts as sent.
                foreach (var frame in frames.Add(buffer.AsSpan(0, read)))
                    seen(frame);
                await to.GetStream().WriteAsync(buffer.AsMemory(0, read), stopping.Token);
            }
        }
        catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // One side went; the other is closed with it.
        }
    }

    private void Sent(RelpFrame frame)
    {
        if (frame.Command != "syslog")
            return;
        lock (turn)
            waiting[frame.Transaction] = frame.Data;
    }

    private void Answered(RelpFrame frame)
    {
        if (frame.Command != "rsp" || !frame.Data.StartsWith("200", StringComparison.Ordinal))
            return;
        lock (turn)
        {
            if (waiting.Remove(frame.Transaction, out var line))
                acknowledged.Add(line);
        }
    }
}
