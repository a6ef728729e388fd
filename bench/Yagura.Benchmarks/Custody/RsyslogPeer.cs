using System.Diagnostics;

namespace Yagura.Benchmarks.Custody;

/// <summary>How rsyslog's main queue keeps what waits for the file.</summary>
internal enum RsyslogQueue
{
    /// <summary>In memory, tuned: large batches, nothing synced.</summary>
    Memory,

    /// <summary>On the disk, as <c>queue.type="Disk"</c> comes: no sync.</summary>
    Disk,

    /// <summary>On the disk, its files synced and its state written with each record.</summary>
    DiskSynced,
}

/// <summary>Debian's rsyslogd, which writes what it gets to one text file.</summary>
internal sealed class RsyslogPeer : Peer
{
    private const string Program = "/usr/sbin/rsyslogd";

    private RsyslogPeer(string folder, int[] ports)
        : base(new ProcessStartInfo(Program, ["-n", "-f", Path.Combine(folder, "rsyslog.conf"), "-i", Path.Combine(folder, "rsyslog.pid")]))
    {
        (Folder, Tcp, Relp, Udp) = (folder, ports[0], ports[1], ports[2]);
    }

    public string Folder { get; }

    public int Tcp { get; }

    public int Relp { get; }

    public int Udp { get; }

    public string Text => Path.Combine(Folder, "text.log");

    /// <summary>Bytes in its text file.</summary>
    public long TextBytes => File.Exists(Text) ? new FileInfo(Text).Length : 0;

    public static Task<RsyslogPeer> StartAsync(RsyslogQueue queue) => StartAsync(NewFolder(), queue);

    public static async Task<RsyslogPeer> StartAsync(string folder, RsyslogQueue queue)
    {
        int[] ports = [FreePort(), FreePort(), FreePort()];
        var kept = queue switch
        {
            RsyslogQueue.Memory => """queue.type="FixedArray" queue.size="1000000" queue.dequeueBatchSize="4096" queue.workerThreads="1" """,
            RsyslogQueue.Disk => $"""queue.type="Disk" queue.filename="main" queue.spoolDirectory="{folder}" """,
            _ => $"""queue.type="Disk" queue.filename="main" queue.spoolDirectory="{folder}" queue.syncQueueFiles="on" queue.checkpointInterval="1" """,
        };
        await File.WriteAllTextAsync(Path.Combine(folder, "rsyslog.conf"), $$"""
            global(workDirectory="{{folder}}" maxMessageSize="64k" parser.escapeControlCharactersOnReceive="off")
            main_queue({{kept}})
            module(load="imptcp" threads="2")
            module(load="imrelp")
            module(load="imudp" batchSize="128" threads="1")
            template(name="raw" type="string" string="%rawmsg%\n")
            input(type="imptcp" address="127.0.0.1" port="{{ports[0]}}")
            input(type="imrelp" address="127.0.0.1" port="{{ports[1]}}")
            input(type="imudp" address="127.0.0.1" port="{{ports[2]}}" rcvbufSize="64m")
            action(type="omfile" file="{{folder}}/text.log" template="raw" asyncWriting="on" ioBufferSize="256k" flushInterval="1")
            """);
        var peer = new RsyslogPeer(folder, ports);
        _ = peer.Output.ReadToEndAsync();
        await UntilOpenAsync(peer.Tcp, () => peer.Said);
        await UntilOpenAsync(peer.Relp, () => peer.Said);
        return peer;
    }

    public async Task UntilTextAsync(long bytes)
    {
        for (var begin = Stopwatch.GetTimestamp(); TextBytes < bytes; await Task.Delay(10))
        {
            if (Stopwatch.GetElapsedTime(begin) > TimeSpan.FromMinutes(2)) throw new TimeoutException($"rsyslog wrote {TextBytes} of {bytes} bytes: {Said}");
        }
    }

    /// <summary>Keeps the folder for another start.</summary>
    public void End() => base.Dispose();

    public override void Dispose()
    {
        base.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
