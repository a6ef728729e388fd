using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Yagura.Intake.Sending;

/// <summary>A small RELP sender (canaries, the relay of the demo): opens a session, sends records, keeps those that were not acknowledged.</summary>
/// <remarks>Frame: <c>TXNR SP COMMAND SP DATALEN [SP DATA] LF</c>. The window is the number of records that may wait for their answer.</remarks>
public sealed class RelpClient(IPEndPoint server, IPAddress from) : IAsyncDisposable
{
    private const int WindowMax = 64;

    private readonly Socket socket = new(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
    private readonly byte[] answers = new byte[16 * 1024];
    private long transaction;
    private long acknowledged;

    /// <summary>Takes a local port and says which; opening takes one by itself otherwise.</summary>
    public IPEndPoint Bind()
    {
        if (!socket.IsBound)
            socket.Bind(new IPEndPoint(from, 0));
        return (IPEndPoint)socket.LocalEndPoint!;
    }

    /// <summary>Connects and offers the version and the syslog command.</summary>
    public async Task OpenAsync(CancellationToken cancel)
    {
        Bind();
        await socket.ConnectAsync(server, cancel);
        await SendFrameAsync("open", "relp_version=0\nrelp_software=yagura\ncommands=syslog"u8.ToArray(), cancel);
        await WaitAsync(transaction, cancel);
    }

    /// <summary>Sends one record; waits for answers while the window is full.</summary>
    public Task SendAsync(string line, CancellationToken cancel) => SendAsync(Encoding.UTF8.GetBytes(line), cancel);

    /// <summary>Sends one record; waits for answers while the window is full.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> line, CancellationToken cancel)
    {
        await SendFrameAsync("syslog", line, cancel);
        if (transaction - acknowledged >= WindowMax)
            await WaitAsync(transaction - WindowMax / 2, cancel);
    }

    /// <summary>Waits until everything sent is acknowledged.</summary>
    public Task AcknowledgedAsync(CancellationToken cancel) => WaitAsync(transaction, cancel);

    /// <summary>Closes the session.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            await SendFrameAsync("close", ReadOnlyMemory<byte>.Empty, limit.Token);
            await WaitAsync(transaction, limit.Token);
        }
        catch (Exception gone) when (gone is SocketException or OperationCanceledException or IOException)
        {
            // The server went first: there is nobody to say goodbye to.
        }

        socket.Dispose();
    }

    private async Task SendFrameAsync(string command, ReadOnlyMemory<byte> data, CancellationToken cancel)
    {
        transaction++;
        var header = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{transaction} {command} {data.Length}{(data.Length > 0 ? " " : "")}"));
        byte[] frame = [.. header, .. data.Span, (byte)'\n'];
        for (var sent = 0; sent < frame.Length;)
            sent += await socket.SendAsync(frame.AsMemory(sent), cancel);
    }

    /// <summary>Reads answers until a transaction is acknowledged. Answers come in order, so their number is enough.</summary>
    private async Task WaitAsync(long until, CancellationToken cancel)
    {
        var kept = 0;
        while (acknowledged < until)
        {
            var read = await socket.ReceiveAsync(answers.AsMemory(kept), cancel);
            if (read == 0)
                throw new IOException("the RELP server closed the session");
            kept = Consume(kept + read);
        }
    }

    private int Consume(int length)
    {
        var start = 0;
        while (TryFrame(answers.AsSpan(start, length - start), out var number, out var taken))
        {
            acknowledged = Math.Max(acknowledged, number);
            start += taken;
        }

        answers.AsSpan(start, length - start).CopyTo(answers);
        return length - start;
    }

    private static bool TryFrame(ReadOnlySpan<byte> bytes, out long number, out int taken)
    {
        number = 0;
        taken = 0;
        var text = Encoding.ASCII.GetString(bytes[..Math.Min(bytes.Length, 40)]);
        var parts = text.Split([' ', '\n'], 4);
        if (parts.Length < 4 || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out number) || !int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var length))
            return false;
        taken = parts[0].Length + parts[1].Length + parts[2].Length + 3 + (length > 0 ? length + 1 : 0);
        return bytes.Length >= taken;
    }
}
