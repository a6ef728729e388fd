using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Yagura.Archive.Chain;
using Yagura.Archive.Disk;
using Yagura.Archive.Seal;
using Yagura.Intake;
using Yagura.Outside;
using Yagura.Settings;

namespace Yagura.Doctor;

/// <summary>What the machine gives: the disk's sync, the UDP buffer, the clock, limits, room, the last outside pin.</summary>
internal static class Examination
{
    private const int Syncs = 32;
    private const int FilesWanted = 4096;
    private const double HoursOfRoomWanted = 72;

    /// <summary>Runs every check; none changes anything but a probe file that it removes.</summary>
    public static IReadOnlyList<Finding> Run(YaguraSettings settings, IDisk disk, DateTimeOffset now)
    {
        var data = settings.Resolve(settings.Data);
        return [Folder(data), Sync(disk, data), UdpBuffer(settings.Listen), Clock(), OpenFiles(), Room(disk, data, now), Pin(disk, data), .. settings.Taxii.Select(feed => Collection(feed, data, now))];
    }

    private static Finding Folder(string data)
    {
        if (!Directory.Exists(data))
            return new Finding("data folder", Verdict.Good, $"{data}: will be made at the first start", null);
        var mode = File.GetUnixFileMode(data);
        var open = (mode & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute)) != UnixFileMode.None;
        return open
            ? new Finding("data folder", Verdict.Warning, $"{data}: everybody on this machine can look in", $"chmod 750 {data}")
            : new Finding("data folder", Verdict.Good, data, null);
    }

    private static Finding Sync(IDisk disk, string data)
    {
        var folder = Directory.Exists(data) ? data : Path.GetDirectoryName(data)!;
        if (!Directory.Exists(folder))
            folder = Directory.GetCurrentDirectory();
        var path = Path.Combine(folder, ".yagura-doctor");
        try
        {
            var times = Measure(disk, path);
            var median = times[times.Length / 2];
            var worst = times[^1];
            var text = string.Create(CultureInfo.InvariantCulture, $"4 KB written and synced: median {median:0.00} ms, worst {worst:0.00} ms of {Syncs}");
            return median < 0.02
                ? new Finding("disk sync", Verdict.Warning, text, "a sync this fast may not reach the disk at all; ask whoever runs the storage whether it has a protected cache")
                : new Finding("disk sync", median > 50 ? Verdict.Warning : Verdict.Good, text, median > 50 ? "senders wait this long for each acknowledgement; use a faster disk for the data folder" : null);
        }
        catch (DiskException failed)
        {
            return new Finding("disk sync", Verdict.Bad, failed.Message, $"give this user the right to write in {folder}, or choose another data folder");
        }
    }

    private static double[] Measure(IDisk disk, string path)
    {
        var times = new double[Syncs];
        if (disk.Exists(path))
            disk.Delete(path);
        using (var file = disk.Create(path))
        {
            var block = new byte[4096];
            for (var i = 0; i < Syncs; i++)
            {
                block[0] = (byte)i;
                var begin = Stopwatch.GetTimestamp();
                file.Write(i * (long)block.Length, block);
                file.SyncData();
                times[i] = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
            }
        }

        disk.Delete(path);
        Array.Sort(times);
        return times;
    }

    /// <summary>Whether the kernel gives the largest buffer that a UDP door asks for.</summary>
    private static Finding UdpBuffer(ListenSettings listen)
    {
        var wanted = listen.Doors.Where(door => door.Protocol == DoorSettings.Udp).Select(door => door.Terms.UdpBufferBytes ?? new IntakeLimits().UdpBufferBytes).DefaultIfEmpty(0).Max();
        if (wanted == 0)
            return new Finding("UDP buffer", Verdict.Good, "no door asks for one", null);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.ReceiveBufferSize = wanted;
        // The kernel answers twice what it grants, for its own bookkeeping.
        var got = socket.ReceiveBufferSize / 2;
        var root = Environment.UserName == "root";
        return got >= wanted || root
            ? new Finding("UDP buffer", Verdict.Good, root ? $"{wanted >> 10} KB (as root the limit can be overridden)" : $"{got >> 10} KB", null)
            : new Finding("UDP buffer", Verdict.Warning, $"{got >> 10} KB of {wanted >> 10} KB wanted", $"sysctl -w net.core.rmem_max={wanted} (and keep it in /etc/sysctl.d), or bursts are dropped by the kernel and counted as loss");
    }

    private static Finding Clock() => KernelClock.IsSynchronised()
        ? new Finding("clock", Verdict.Good, "synchronised", null)
        : new Finding("clock", Verdict.Warning, "not synchronised: the seals will say so", "run chrony or systemd-timesyncd against a clock that you trust");

    private static Finding OpenFiles()
    {
        var line = File.ReadLines("/proc/self/limits").FirstOrDefault(text => text.StartsWith("Max open files", StringComparison.Ordinal)) ?? "";
        var soft = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(3).FirstOrDefault();
        return long.TryParse(soft, CultureInfo.InvariantCulture, out var limit) && limit < FilesWanted
            ? new Finding("open files", Verdict.Warning, $"{limit}", $"raise LimitNOFILE to {FilesWanted} or more: each connection is one")
            : new Finding("open files", Verdict.Good, soft ?? "unknown", null);
    }

    /// <summary>Room in hours at the rate of the last day of the archive.</summary>
    private static Finding Room(IDisk disk, string data, DateTimeOffset now)
    {
        var folder = Directory.Exists(data) ? data : Directory.GetCurrentDirectory();
        var free = disk.FreeBytes(folder);
        var archive = Path.Combine(data, "archive");
        var dayAgo = now.UtcDateTime.AddDays(-1);
        var grown = Directory.Exists(archive)
            ? new DirectoryInfo(archive).EnumerateFiles("*", SearchOption.AllDirectories).Where(file => file.LastWriteTimeUtc > dayAgo).Sum(file => file.Length)
            : 0;
        var text = $"{free >> 20} MB free";
        if (grown == 0)
            return new Finding("room", free > 1L << 30 ? Verdict.Good : Verdict.Warning, text + "; nothing was sealed in the last 24 hours, so no rate is known", null);
        var hours = free / (grown / 24.0);
        return new Finding("room", hours > HoursOfRoomWanted ? Verdict.Good : Verdict.Warning, string.Create(CultureInfo.InvariantCulture, $"{text}: {Math.Floor(hours):0} hours at the rate of the last 24 hours"), hours > HoursOfRoomWanted ? null : "add room before intake has to stop; nothing unsealed and no evidence is deleted for space");
    }

    private static Finding Collection(TaxiiSettings feed, string data, DateTimeOffset now)
    {
        var name = $"taxii {feed.Id}";
        var state = TaxiiShelf.In(data, feed.Id).Read(feed.Collection.AbsoluteUri);
        var last = state.LastSuccess is { } success ? $"answered last at {success.ToUniversalTime():yyyy-MM-ddTHH:mm:ssZ}" : "never answered";
        if (state.Error is { } error)
            return new Finding(name, Verdict.Warning, $"{last}; the last poll failed: {error}", $"look at {feed.Collection} and at taxii in the configuration; what was fetched stays in force");
        return state.LastPoll is null || now - state.LastPoll > 3 * feed.Interval
            ? new Finding(name, Verdict.Warning, $"{last}; it is asked every {feed.Interval} while the server runs", "start the server")
            : new Finding(name, Verdict.Good, last, null);
    }

    private static Finding Pin(IDisk disk, string data)
    {
        try
        {
            var (newest, since) = PinStanding.Of(new SealFolder(disk, Path.Combine(data, "archive")), new PinFolder(disk, Path.Combine(data, "pins")).Read());
            var unpinned = since is { } time ? $"pinned by nobody since {time}" : "nothing was sealed since";
            return newest is null
                ? new Finding("outside pin", Verdict.Warning, since is null ? "pinned by nobody" : unpinned, "name a witness folder or checkpoint-mail in the configuration, or send checkpoints (archive/checkpoints) to somebody who does not run this machine: only that shows a chain that was rewritten with the key")
                : new Finding("outside pin", Verdict.Good, $"{newest.Name} holds seal {newest.Pin.Index}; {unpinned}", null);
        }
        catch (Exception unreadable) when (unreadable is ArchiveException or DiskException)
        {
            return new Finding("outside pin", Verdict.Bad, unreadable.Message, "put the file right, or take it away");
        }
    }
}
