using System.Text.Json;
using Xunit;
using Yagura.Scenarios.Parts;

namespace Yagura.Scenarios.Delivery;

/// <summary>A real rsyslog delivers over RELP, TCP and UDP into the running product; everybody can check what became of it.</summary>
public sealed class RsyslogTests : IDisposable
{
    private const int RelpLines = 20_000;
    private const int TcpLines = 20_000;
    private const int UdpLines = 500;
    private const string Attacker = "203.0.113.9";
    private readonly string folder = Directory.CreateTempSubdirectory("yagura-story-").FullName;

    [Fact]
    public async Task What_a_real_rsyslog_delivers_is_kept_in_order_byte_for_byte_analysed_sealed_and_checkable()
    {
        Rsyslog.MustBeThere();
        await using var server = new Server(folder)
        {
            Sources = """
              - {id: relp-relay, match: {listener: relp, peer: 127.0.0.1/32}}
              - {id: tcp-relay, match: {listener: syslog-tcp, peer: 127.0.0.1/32}}
              - {id: udp-relay, match: {listener: syslog-udp, peer: 127.0.0.1/32}}
            """,
        };
        await server.StartAsync();
        var relp = RelpStory();
        var tcp = Enumerable.Range(0, TcpLines).Select(index => SampleLines.Ordinary("tcp", index)).ToList();
        var udp = Enumerable.Range(0, UdpLines).Select(index => SampleLines.Ordinary("udp", index)).ToList();
        await using (var relpSender = new Rsyslog(Path.Combine(folder, "relp"), Rsyslog.Relp(server.Relp)))
        await using (var tcpSender = new Rsyslog(Path.Combine(folder, "tcp"), Rsyslog.Tcp(server.Syslog)))
        await using (var udpSender = new Rsyslog(Path.Combine(folder, "udp"), Rsyslog.Udp(server.Syslog)))
        {
            await Task.WhenAll(relpSender.StartAsync(), tcpSender.StartAsync(), udpSender.StartAsync());
            await Task.WhenAll(relpSender.FeedAsync(relp), tcpSender.FeedAsync(tcp), udpSender.FeedAsync(udp));
            await server.UntilAsync("every line stored", status => Acknowledged(status, "relp") >= RelpLines && Acknowledged(status, "syslog-tcp") >= TcpLines && Acknowledged(status, "syslog-udp") >= UdpLines);
        }

        await server.UntilAnalysedAsync();
        Assert.Equal(0, await server.StopAsync());

        var evidence = Evidence.Read(Path.Combine(server.Data, "archive"));
        Assert.Equal(Enumerable.Range(1, evidence.Count).Select(index => (long)index), evidence.Select(line => line.Sequence));
        Assert.Equal(relp, Once(evidence, "relp-relay"));
        Assert.Equal(tcp, Once(evidence, "tcp-relay"));
        Assert.Equal(udp, Once(evidence, "udp-relay"));
        await TheBurstIsAnIncident(server);
        await TheArchiveHoldsUntilAByteIsFlipped(server);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static List<string> RelpStory()
    {
        var lines = Enumerable.Range(0, RelpLines).Select(index => SampleLines.Ordinary("relp", index)).ToList();
        for (var attempt = 0; attempt < SampleLines.AttemptsThatOpen; attempt++)
            lines[1000 + attempt * 3] = SampleLines.FailedLogin("admin", attempt, Attacker);
        return lines;
    }

    private static long Acknowledged(JsonElement status, string listener) =>
        status.GetProperty("listeners").EnumerateArray().Single(one => one.GetProperty("id").GetString() == listener).GetProperty("acknowledged").GetInt64();

    private static List<string> Once(IEnumerable<EvidenceLine> evidence, string source) =>
        [.. evidence.Where(line => line.Source == source && line.Repeats is null).Select(line => line.Raw)];

    private static async Task TheBurstIsAnIncident(Server server)
    {
        var journal = await Journal.ExportAsync(server.Data);
        var opened = Journal.Subjects(journal, "incident.opened");
        Assert.True(opened.Count == 1, $"{opened.Count} incidents opened:\n{string.Join('\n', journal)}\n{server.Output}");
        Assert.Equal(opened, Journal.Subjects(journal, "incident.detected"));
        Assert.Contains(journal, entry => entry.GetRawText().Contains(Attacker, StringComparison.Ordinal));
        var verified = await Verb.RunAsync("journal", "verify", "--data", server.Data);
        Assert.True(verified.Code == 0, verified.Output);
    }

    private async Task TheArchiveHoldsUntilAByteIsFlipped(Server server)
    {
        var archive = Path.Combine(server.Data, "archive");
        var right = await Verb.RunAsync("verify", archive);
        Assert.True(right.Code == 0, right.Output + right.Errors);
        var second = await SecondVerifier.RunAsync(folder, archive);
        Assert.True(second.Code == 0, second.Output);

        var victim = Directory.EnumerateFiles(archive, "*.log.gz", SearchOption.AllDirectories).MaxBy(path => new FileInfo(path).Length)!;
        var bytes = await File.ReadAllBytesAsync(victim);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(victim, bytes);

        var wrong = await Verb.RunAsync("verify", archive);
        Assert.Equal(1, wrong.Code);
        Assert.Contains(Path.GetFileName(victim), wrong.Output, StringComparison.Ordinal);
        second = await SecondVerifier.RunAsync(folder, archive);
        Assert.Equal(1, second.Code);
        Assert.Contains(Path.GetFileName(victim), second.Output, StringComparison.Ordinal);
    }
}
