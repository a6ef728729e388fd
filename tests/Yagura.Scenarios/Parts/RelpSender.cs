using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Yagura.Scenarios.Parts;

/// <summary>A RELP sender as the protocol wants it: what is not acknowledged is sent again, in order, on the next session.</summary>
internal sealed class RelpSender(int port, int window, Func<int, string> line)
{
    private static readonly TimeSpan AgainAfter = TimeSpan.FromMilliseconds(100);

    private const int LinesAWrite = 256;

    private readonly Lock turn = new();

    // Indexes of lines sent in this session and not yet answered, in order: bounded by the window.
    private readonly Queue<(long Transaction, int Line)> waiting = new();
    private readonly SemaphoreSlim room = new(0);
    private int acknowledged;
    private int total;
    private int sent;

    /// <summary>Lines acknowledged: answers come in order, so they are the first ones.</summary>
    public int Acknowledged => Volatile.Read(ref acknowledged);

    /// <summary>Lines sent and not acknowledged now.</summary>
    public int InFlight
    {
        get { lock (turn) return waiting.Count; }
    }

    /// <summary>Lines that were in flight when a session broke, summed.</summary>
    public long Unanswered { get; private set; }

    /// <summary>How many lines there are to send; may be raised, and lowered to what was sent.</summary>
    public int Total
    {
        get => Volatile.Read(ref total);
        set => Volatile.Write(ref total, value);
    }

    /// <summary>Lines that were ever sent: the first ones.</summary>
    public int Sent => Volatile.Read(ref sent);

    /// <summary>Sends until every line is acknowledged or it is stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (Acknowledged < Total && !stop.IsCancellationRequested)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port, stop);
                await SessionAsync(client, stop);
            }
            catch (Exception gone) when (gone is SocketException or IOException or ObjectDisposedException)
            {
                // The server is down, or went in the middle.
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }

            lock (turn)
            {
                Unanswered += waiting.Count;
                waiting.Clear();
            }

            await Task.Delay(AgainAfter, CancellationToken.None);
        }
    }

    private async Task SessionAsync(TcpClient client, CancellationToken stop)
    {
        var stream = client.GetStream();
        await stream.WriteAsync("1 open 53 relp_version=0\nrelp_software=scenario\ncommands=syslog\n"u8.ToArray(), stop);
        var reading = ReadAsync(client, stream, stop);
        var transaction = 1L;
        var next = Acknowledged;
        while (Acknowledged < Total && !reading.IsCompleted)
        {
            if (next >= Total || InFlight >= window)
            {
                await room.WaitAsync(TimeSpan.FromMilliseconds(20), stop);
                continue;
            }

            var end = Math.Min(next + LinesAWrite, Total);
            var frames = new StringBuilder();
            lock (turn)
            {
                for (; next < end; next++)
                {
                    waiting.Enqueue((++transaction, next));
                    frames.Append(CultureInfo.InvariantCulture, $"{transaction} syslog {Encoding.UTF8.GetByteCount(line(next))} {line(next)}\n");
                }
            }

            Volatile.Write(ref sent, Math.Max(sent, next));
            await stream.WriteAsync(Encoding.UTF8.GetBytes(frames.ToString()), stop);
        }

        if (Acknowledged == Total)
            await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{transaction + 1} close 0\n")), stop);
        await reading;
    }

    private async Task ReadAsync(TcpClient client, NetworkStream stream, CancellationToken stop)
    {
        var frames = new RelpFrames();
        var buffer = new byte[64 * 1024];
        try
        {
            while (await stream.ReadAsync(buffer, stop) is > 0 and var read)
            {
                foreach (var frame in frames.Add(buffer.AsSpan(0, read)))
                    Take(frame);
                room.Release();
            }
        }
        finally
        {
            // A writer that waits on a full socket must wake too.
            client.Close();
        }
    }

    private void Take(RelpFrame frame)
    {
        if (frame.Command != "rsp" || frame.Transaction == 1)
            return;
        lock (turn)
        {
            if (waiting.Count == 0 || waiting.Peek().Transaction != frame.Transaction)
            {
                if (waiting.Count == 0)
                    return;
                throw new InvalidDataException($"answer {frame.Transaction} came where {waiting.Peek().Transaction} was due");
            }

            acknowledged = waiting.Dequeue().Line + 1;
        }
    }
}
