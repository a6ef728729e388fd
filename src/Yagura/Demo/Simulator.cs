using System.Net;
using System.Net.Sockets;
using System.Text;
using Yagura.Intake.Sending;

namespace Yagura.Demo;

/// <summary>What the simulator is told: where to send, whether to attack, when.</summary>
internal sealed record SimulatorOrders(IPEndPoint Syslog, IPEndPoint Relp, bool Attack, TimeSpan AttackAfter, TimeSpan SilentAfter, TimeSpan? Length);

/// <summary>The simulated institution: a process of its own that only opens sockets and writes log lines into them.</summary>
internal sealed class Simulator(SimulatorOrders orders, TimeProvider time)
{
    private static readonly TimeSpan Zone = TimeSpan.FromHours(9);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>Sends until cancelled or until the ordered length is over.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        if (orders.Length is { } length)
            over.CancelAfter(length);
        var begin = time.GetUtcNow();
        try
        {
            await Task.WhenAll(Institution.Devices.Select(device => KeepSendingAsync(device, begin, over.Token)));
        }
        catch (OperationCanceledException)
        {
            // The demo ends by being stopped.
        }
    }

    /// <summary>A device reconnects when its server goes away, as devices do.</summary>
    private async Task KeepSendingAsync(Device device, DateTimeOffset begin, CancellationToken cancel)
    {
        var steps = new Queue<AttackStep>(orders.Attack ? Attack.Steps().Where(step => step.Device == device.Id) : []);
        var lines = new OrdinaryLines(device.Id.Sum(letter => letter));
        while (true)
        {
            try
            {
                await using var line = await ConnectAsync(device, cancel);
                await SendAsync(device, line, lines, steps, begin, cancel);
                return;
            }
            catch (Exception gone) when (gone is SocketException or IOException)
            {
                await Task.Delay(RetryAfter, time, cancel);
            }
        }
    }

    private async Task SendAsync(Device device, SenderLine line, OrdinaryLines lines, Queue<AttackStep> steps, DateTimeOffset begin, CancellationToken cancel)
    {
        var random = new Random(device.From.Sum(letter => letter));
        var next = time.GetUtcNow();
        while (device.Id != Institution.FallsSilent || time.GetUtcNow() - begin < orders.SilentAfter)
        {
            var now = time.GetUtcNow();
            while (steps.TryPeek(out var step) && now - begin >= orders.AttackAfter + step.After)
                await line.SendAsync(steps.Dequeue().Line(now.ToOffset(Zone)), cancel);
            if (now >= next)
            {
                await line.SendAsync(lines.Next(device.Id, now.ToOffset(Zone)), cancel);
                next = now + device.Every * (0.5 + random.NextDouble());
            }

            await Task.Delay(TimeSpan.FromMilliseconds(40), time, cancel);
        }
    }

    private async Task<SenderLine> ConnectAsync(Device device, CancellationToken cancel)
    {
        var from = IPAddress.Parse(device.From);
        switch (device.Door)
        {
            case Door.Relay:
                var relp = new RelpClient(orders.Relp, from);
                await relp.OpenAsync(cancel);
                return new SenderLine(relp.SendAsync, relp);
            case Door.Tcp:
                var stream = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                stream.Bind(new IPEndPoint(from, 0));
                await stream.ConnectAsync(orders.Syslog, cancel);
                return new SenderLine(async (text, token) => await stream.SendAsync(Encoding.UTF8.GetBytes(text + "\n"), token), stream);
            default:
                var datagram = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
                datagram.Bind(new IPEndPoint(from, 0));
                await datagram.ConnectAsync(orders.Syslog, cancel);
                return new SenderLine(async (text, token) => await datagram.SendAsync(Encoding.UTF8.GetBytes(text), token), datagram);
        }
    }
}
