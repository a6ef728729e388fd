using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Yagura.Archive.Seal;
using Yagura.Archive.Spool;
using Yagura.Intake.Listeners;
using Yagura.Pipeline;
using Yagura.Settings;

namespace Yagura.Tests.Pipeline;

/// <summary>A whole server whose UDP buffer is far too small.</summary>
public sealed class UdpDropTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("yagura-drops-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public async Task What_the_kernel_drops_is_durable_within_a_minute_and_stands_in_the_seal_for_its_socket_and_minute()
    {
        var door = DoorSettings.Of(DoorSettings.Udp, "127.0.0.1:0") with { Terms = new ListenerTerms { UdpBufferBytes = 2048 } };
        var settings = new YaguraSettings { Data = Path.Combine(root, "data"), Listen = new ListenSettings { SyslogUdp = door, SyslogTcp = null, Relp = null } };
        long dropped;
        await using (var spine = await Spine.OpenAsync(settings, TimeProvider.System, Stop))
        {
            await spine.StartAsync(NullLoggerFactory.Instance);
            var listener = spine.Listeners[0];
            Assert.True(Assert.Single(spine.Status().Listeners).BufferBytes < 1 << 20);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(IPAddress.Loopback, listener.Endpoint.Port);
            var payload = new byte[1000];
            await UntilAsync(() =>
            {
                for (var i = 0; i < 5000; i++) socket.Send(payload);
                return listener.Counts.Snapshot().KernelDropped > 0;
            });
            // Nothing more comes: what was dropped last is heard from /proc/net/udp.
            await UntilAsync(() => Noted(spine) > 0 && Noted(spine) == listener.Counts.Snapshot().KernelDropped);
            await spine.StopAsync();
            dropped = listener.Counts.Snapshot().KernelDropped;
            var lost = Seals(spine).SelectMany(seal => seal.Content.Lost).Where(loss => loss.Reason == "kernel-drop").ToList();
            Assert.All(lost, loss => Assert.Equal("syslog-udp", loss.Where));
            Assert.Equal(dropped, lost.Sum(loss => loss.Count!.Value));
        }
        Assert.True(dropped > 0);
    }

    private static IEnumerable<SealFolder.Found> Seals(Spine spine)
    {
        var seals = new SealFolder(spine.Disk, spine.Folder.Archive);
        for (var seal = seals.Newest(); seal is not null; seal = seals.Before(seal)) yield return seal;
    }

    private static long Noted(Spine spine) =>
        spine.Spool.ReadBatches(0).SelectMany(batch => batch.Notes).OfType<LossNote>().Where(note => note.Reason == "kernel-drop").Sum(note => note.Count!.Value);

    private static async Task UntilAsync(Func<bool> holds)
    {
        for (var since = Environment.TickCount64; !holds(); await Task.Delay(100, Stop))
            Assert.True(Environment.TickCount64 - since < 60_000, "waited for a minute");
    }
}
