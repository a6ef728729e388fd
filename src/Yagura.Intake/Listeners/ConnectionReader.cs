using System.Net.Sockets;
using Yagura.Intake.Counting;

namespace Yagura.Intake.Listeners;

/// <summary>Reads one socket into its connection until one of them ends.</summary>
internal sealed class ConnectionReader(Socket socket, StreamConnection connection, Reception reception, CancellationToken stopping)
{
    private readonly IntakeLimits _limits = reception.Limits;
    private byte[] _buffer = new byte[Math.Max(1024, reception.Limits.ReadBytesMax / 16)];

    /// <summary>Environment.TickCount64 of the last byte, for the watch over half frames.</summary>
    internal long LastReadTick { get; private set; } = Environment.TickCount64;

    /// <summary>Set by the watch before it closes the socket.</summary>
    internal bool TooSlow { get; set; }

    /// <summary>Whether the peer rests where it may not.</summary>
    internal bool IsStuck(long tick) => !Busy && !connection.MayRest && tick - LastReadTick > (long)_limits.HalfFrameTimeMax.TotalMilliseconds;

    // While the gate makes us wait it is not the peer that is slow.
    private bool Busy { get; set; }

    internal async Task RunAsync()
    {
        var reason = await ReadAsync();
        if (TooSlow) reason = CloseReason.Slow;
        Busy = true;
        Ended = await connection.EndAsync(reason);
    }

    /// <summary>How it ended.</summary>
    internal CloseReason Ended { get; private set; } = CloseReason.Broken;

    private async Task<CloseReason> ReadAsync()
    {
        try
        {
            while (true)
            {
                var read = await socket.ReceiveAsync(_buffer, SocketFlags.None, stopping);
                if (read == 0) return CloseReason.Peer;
                if (await TakeAsync(read) is { } ended) return ended;
                await PayAsync();
            }
        }
        catch (OperationCanceledException)
        {
            return await ReadRestAsync();
        }
        catch (SocketException)
        {
            return CloseReason.Broken;
        }
        catch (ObjectDisposedException)
        {
            return CloseReason.Broken;
        }
    }

    // A stop: what the kernel has already taken from the peer is read, no more is waited for.
    private async Task<CloseReason> ReadRestAsync()
    {
        var until = Environment.TickCount64 + (long)_limits.StopTimeMax.TotalMilliseconds;
        try
        {
            while (socket.Available > 0 && Environment.TickCount64 < until)
            {
                var read = await socket.ReceiveAsync(_buffer, SocketFlags.None, CancellationToken.None);
                if (read == 0) break;
                if (await TakeAsync(read) is { } ended) return ended;
            }
        }
        catch (SocketException)
        {
            return CloseReason.Broken;
        }
        catch (ObjectDisposedException)
        {
            return CloseReason.Broken;
        }
        return CloseReason.Stopped;
    }

    // Back-pressure of a byte rate: this connection is not read from, the others are. It is not the peer that is slow.
    private async ValueTask PayAsync()
    {
        var owed = connection.Owed();
        if (owed == TimeSpan.Zero) return;
        Busy = true;
        await Task.Delay(owed, reception.Time, stopping);
        LastReadTick = Environment.TickCount64;
        Busy = false;
    }

    private async ValueTask<CloseReason?> TakeAsync(int read)
    {
        Busy = true;
        var ended = await connection.ReceiveAsync(_buffer.AsMemory(0, read));
        LastReadTick = Environment.TickCount64;
        Busy = false;
        if (read == _buffer.Length && read < _limits.ReadBytesMax) _buffer = new byte[Math.Min(read * 2, _limits.ReadBytesMax)];
        return ended;
    }
}
