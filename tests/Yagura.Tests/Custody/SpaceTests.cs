using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Yagura.Intake.Sending;
using Yagura.Pipeline;
using Yagura.Serving;
using Yagura.Settings;

namespace Yagura.Tests.Custody;

/// <summary>A whole server on a disk of 256 MB that fills up.</summary>
public sealed class SpaceTests : IDisposable
{
    private readonly string root = Path.Combine(Path.GetTempPath(), "yagura-" + Guid.NewGuid().ToString("N"));
    private readonly bool mounted;

    public SpaceTests()
    {
        Directory.CreateDirectory(root);
        mounted = Run("mount", "-t", "tmpfs", "-o", "size=256m", "tmpfs", root) == 0;
    }

    public void Dispose()
    {
        if (mounted) Run("umount", "-l", root); // Lazily: SQLite keeps its file open for the next one who asks.
        Directory.Delete(root, recursive: true);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }

    private static async Task<bool> SendAsync(IPEndPoint server, string line)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(TimeSpan.FromSeconds(3));
        try
        {
            await using var client = new RelpClient(server, IPAddress.Loopback);
            await client.OpenAsync(limit.Token);
            await client.SendAsync(line, limit.Token);
            return true;
        }
        catch (Exception refused) when (refused is IOException or OperationCanceledException)
        {
            return false;
        }
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        var since = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(since.Elapsed < TimeSpan.FromSeconds(20), "waited for 20 seconds");
            await Task.Delay(50, Stop);
        }
    }

    [Fact]
    public async Task A_disk_that_fills_up_stops_acknowledgements_and_goes_on_when_there_is_room()
    {
        Assert.SkipUnless(mounted, "mounting a tmpfs needs root");
        var settings = new YaguraSettings
        {
            Data = Path.Combine(root, "data"),
            ReserveBytes = 16 << 20,
            Listen = new ListenSettings { SyslogUdp = null, SyslogTcp = null, Relp = DoorSettings.Of("relp", "127.0.0.1:0") },
        };
        await using var spine = await Spine.OpenAsync(settings, TimeProvider.System, Stop);
        await spine.StartAsync(NullLoggerFactory.Instance);
        var server = (IPEndPoint)spine.Listeners[0].Endpoint;
        await SendAsync(server, "<30>1 - fw1.example.jp a - - - before");
        await UntilAsync(() => spine.Spool.LastSequence == 1);
        Assert.Null(spine.Status().Short);

        var filler = Path.Combine(root, "filler");
        await using (var file = File.Create(filler)) file.SetLength(0);
        Assert.Equal(0, Run("fallocate", "-l", (spine.Disk.FreeBytes(root) - (40L << 20)).ToString(System.Globalization.CultureInfo.InvariantCulture), filler));
        await UntilAsync(() => spine.Status().Short is not null);
        Assert.Equal(StatusCodes.Status503ServiceUnavailable, ((IStatusCodeHttpResult)Health.Of(spine.Status())).StatusCode);
        var batches = spine.Spool.LastBatch;
        await SendAsync(server, "<30>1 - fw1.example.jp a - - - while it is full");
        Assert.Equal(1, spine.Spool.LastSequence);
        Assert.Equal(1, spine.Listeners[0].Counts.Snapshot().Acknowledged);
        await UntilAsync(() => spine.Spool.LastBatch > batches); // The notes go on: the server says that it lives.

        File.Delete(filler);
        await UntilAsync(() => spine.Status().Short is null);
        await SendAsync(server, "<30>1 - fw1.example.jp a - - - after");
        await UntilAsync(() => spine.Spool.LastSequence == 2);
        await spine.StopAsync();
    }
}
