using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;
using Yagura.Events;
using Yagura.Intake;
using Yagura.Intake.Listeners;

namespace Yagura.Tests.Intake;

/// <summary>A reception with a pump that keeps what it took in memory, as the spool would on disk.</summary>
internal sealed class Pump : IAsyncDisposable
{
    private readonly Task _running;
    private readonly List<RawRecord> _records = [];
    private volatile TaskCompletionSource? _held;

    internal Pump(IntakeLimits limits, params Source[] sources)
        : this(limits, TimeProvider.System, sources)
    {
    }

    internal Pump(IntakeLimits limits, TimeProvider time, params Source[] sources)
    {
        Reception = Reception.Open(sources, limits, time);
        _running = Task.Run(RunAsync);
    }

    internal Reception Reception { get; }

    /// <summary>Sessions that ended in good order, as the gate handed them out.</summary>
    internal ConcurrentQueue<long> Ended { get; } = new();

    internal string? RefuseWith { get; set; }

    internal List<RawRecord> Records
    {
        get { lock (_records) return [.. _records]; }
    }

    internal IEnumerable<string> Texts => Records.Select(r => Encoding.UTF8.GetString(r.Payload.Span));

    internal static IPEndPoint Free => new(IPAddress.Loopback, 0);

    internal void Hold() => _held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    internal void Go()
    {
        var held = _held;
        _held = null;
        held?.SetResult();
    }

    internal Task UntilAsync(int records) => UntilAsync(() => Records.Count >= records);

    internal static async Task UntilAsync(Func<bool> holds)
    {
        var until = Environment.TickCount64 + 20_000;
        while (!holds())
        {
            Assert.True(Environment.TickCount64 < until, "waited for 20 s");
            await Task.Delay(5);
        }
    }

    internal static Task<NetworkStream> ConnectAsync(IListener listener) => ConnectAsync(listener, IPAddress.Loopback);

    internal static async Task<NetworkStream> ConnectAsync(IListener listener, IPAddress from)
    {
        var socket = new Socket(from.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(from, 0));
        await socket.ConnectAsync(from.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Loopback : IPAddress.IPv6Loopback, listener.Endpoint.Port);
        return new NetworkStream(socket, ownsSocket: true);
    }

    internal static Socket Datagrams(IListener listener, IPAddress from)
    {
        var socket = new Socket(from.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(from, 0));
        socket.Connect(from.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Loopback : IPAddress.IPv6Loopback, listener.Endpoint.Port);
        return socket;
    }

    internal static async Task<string> ReadToEndAsync(NetworkStream stream)
    {
        var text = new MemoryStream();
        try
        {
            await stream.CopyToAsync(text).WaitAsync(TimeSpan.FromSeconds(20));
        }
        catch (IOException)
        {
            // A reset ends it too.
        }
        return Encoding.UTF8.GetString(text.ToArray());
    }

    /// <summary>In = out + rejected, at every hop (DESIGN 1).</summary>
    /// <remarks>A listener that has stopped has handed everything over; the pump's own task may still be at work on it.</remarks>
    internal void AddsUp(IListener listener)
    {
        SpinWait.SpinUntil(() => Reception.Gate.HeldBytes == 0, TimeSpan.FromSeconds(20));
        var counts = listener.Counts.Snapshot();
        Assert.Equal(counts.Framed, counts.Accepted + counts.RejectedInAll);
        Assert.Equal(counts.Accepted, counts.Acknowledged + counts.Refused);
        Assert.Equal(counts.ConnectionsOpened, counts.Closed.Values.Sum());
        Assert.Equal(counts.Accepted, Reception.Counts.Sources().Where(s => s.Listener == listener.Id).Sum(s => s.Accepted));
        Assert.Equal(0, Reception.Gate.HeldBytes);
        if (RefuseWith is null) Assert.Equal(counts.Accepted, Records.Count(r => r.Via == listener.Id));
    }

    public async ValueTask DisposeAsync()
    {
        Go();
        Reception.Gate.Complete();
        await _running;
    }

    private async Task RunAsync()
    {
        while (await Reception.Gate.TakeAsync(500, 1 << 20, default) is { } batch)
        {
            if (_held is { } held) await held.Task;
            if (RefuseWith is { } reason)
            {
                batch.Refuse(reason);
                continue;
            }
            foreach (var session in batch.EndedSessions) Ended.Enqueue(session);
            lock (_records) _records.AddRange(batch.Records);
            batch.Acknowledge();
        }
    }
}
