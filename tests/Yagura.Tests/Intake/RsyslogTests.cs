using System.Diagnostics;
using System.Net;
using Xunit;
using Yagura.Events;
using Yagura.Intake;
using Yagura.Intake.Listeners;
using Yagura.Intake.Udp;

namespace Yagura.Tests.Intake;

/// <summary>A real rsyslogd of one's own (own configuration, pid file and work folder) sends; the test sees what arrives.</summary>
public sealed class RsyslogTests : IDisposable
{
    private const string Daemon = "/usr/sbin/rsyslogd";
    private readonly string _folder = Directory.CreateTempSubdirectory("yagura-rsyslog-").FullName;
    private Process? _process;

    [Fact]
    public async Task Omrelp_delivers_every_line_in_order_over_a_stop_and_a_refusal_of_the_spool()
    {
        if (!File.Exists(Daemon) || !Directory.GetDirectories("/usr/lib", "*-linux-gnu").Any(d => File.Exists(Path.Combine(d, "rsyslog", "omrelp.so")))) Assert.Skip("rsyslog with rsyslog-relp is not installed");
        var relay = new Source { Id = "relay1", Relay = true, Match = new SourceMatch { Listener = "relp", Peer = IPNetwork.Parse("127.0.0.1/32") } };
        var web = new Source { Id = "web1", Match = new SourceMatch { Via = "relay1", Host = "web1.example.jp" } };
        await using var pump = new Pump(new IntakeLimits(), relay, web);
        var first = new RelpListener("relp", Pump.Free, pump.Reception);
        first.Start();
        var input = Path.Combine(_folder, "input.log");
        await File.WriteAllTextAsync(input, "");
        StartRsyslog(input, first.Endpoint.Port);

        await AppendAsync(input, 0, 2000);
        await UntilStoredAsync(pump, 2000);
        pump.RefuseWith = "disk-full";
        await AppendAsync(input, 2000, 500);
        await Pump.UntilAsync(() => first.Counts.Snapshot().Closed["spool-refused"] > 0);
        await first.StopAsync();
        pump.RefuseWith = null;
        await using var second = new RelpListener("relp", first.Endpoint, pump.Reception);
        second.Start();
        await AppendAsync(input, 2500, 500);
        await UntilStoredAsync(pump, 3000);

        // What was sent twice was sent twice in order: the first copy of each line is in order.
        Assert.Equal(Enumerable.Range(0, 3000).Select(i => $"line {i}"), pump.Texts.Select(Message).Distinct());
        Assert.All(pump.Records, r => Assert.Equal(("web1", SenderIdentity.HeaderByRelay), (r.Source, r.Identity)));
    }

    public void Dispose()
    {
        if (_process is { } process)
        {
            if (!process.HasExited) process.Kill();
            process.WaitForExit();
            process.Dispose();
        }
        Directory.Delete(_folder, recursive: true);
    }

    private static string Message(string line) => line[line.IndexOf("line ", StringComparison.Ordinal)..];

    private static async Task UntilStoredAsync(Pump pump, int lines) =>
        await Pump.UntilAsync(() => pump.Records.Count >= lines && pump.Texts.Select(Message).Distinct().Count() >= lines);

    private static Task AppendAsync(string input, int from, int count) =>
        File.AppendAllLinesAsync(input, Enumerable.Range(from, count).Select(i => $"line {i}"));

    private void StartRsyslog(string input, int port)
    {
        var configuration = Path.Combine(_folder, "rsyslog.conf");
        File.WriteAllText(configuration, $$"""
            global(workDirectory="{{_folder}}")
            module(load="imfile" mode="polling" pollingInterval="1")
            module(load="omrelp")
            template(name="plain" type="string" string="<134>1 2026-11-22T03:00:00Z web1.example.jp app - - - %msg%")
            input(type="imfile" file="{{input}}" tag="app" ruleset="out")
            ruleset(name="out" queue.type="LinkedList" queue.size="20000") {
              action(type="omrelp" target="127.0.0.1" port="{{port}}" template="plain" action.resumeRetryCount="-1" action.resumeInterval="1" conn.timeout="5")
            }
            """);
        _process = Process.Start(new ProcessStartInfo(Daemon, ["-n", "-f", configuration, "-i", Path.Combine(_folder, "pid")]) { UseShellExecute = false });
    }
}
