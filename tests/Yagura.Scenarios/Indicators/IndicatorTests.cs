using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;
using Yagura.Scenarios.Parts;

namespace Yagura.Scenarios.Indicators;

/// <summary>The real executable with a folder of indicators: a firewall's line over TCP becomes a finding, a new list comes into force without a gap, yesterday is hunted.</summary>
public sealed class IndicatorTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("yagura-indicators-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_bad_address_in_a_firewall_s_line_is_found_and_a_new_list_is_in_force_from_the_next_record()
    {
        var lists = Directory.CreateDirectory(Path.Combine(folder, "indicators")).FullName;
        await File.WriteAllTextAsync(Path.Combine(lists, "feed.txt"), "# confidence: 90\n203.0.113.9\n0.0.0.0/0\n");
        await using var server = new Server(folder) { Settings = "indicators: [indicators]" };
        await server.StartAsync();
        await SendAsync(server, "203.0.113.9", 20);
        await SendAsync(server, "198.51.100.7", 5);
        await server.UntilAsync("25 records to be analysed", status => status.GetProperty("analysed").GetInt64() >= 25);
        await UntilDetectedAsync(server, 1);

        await File.WriteAllTextAsync(Path.Combine(lists, "more.json"), """{"type":"bundle","id":"bundle--1","objects":[{"type":"indicator","id":"indicator--1","modified":"2026-11-01T00:00:00Z","pattern_type":"stix","pattern":"[ipv4-addr:value = '198.51.100.7']","confidence":90}]}""");
        var sending = SendAsync(server, "192.0.2.77", 2_000);
        var reload = await Verb.RunAsync("rules", "reload", "--json", "--config", Path.Combine(folder, "yagura.yaml"));
        await sending;
        Assert.True(reload.Code == 0, reload.Output + reload.Errors);
        using var answer = JsonDocument.Parse(reload.Output);
        Assert.True(answer.RootElement.GetProperty("taken").GetBoolean());
        Assert.Equal(2, answer.RootElement.GetProperty("indicators").GetInt32());
        await SendAsync(server, "198.51.100.7", 3);
        await server.UntilAnalysedAsync();
        await UntilDetectedAsync(server, 2);

        var find = await Verb.RunAsync("indicators", "find", "hxxp://198[.]51.100.7/x", "--config", Path.Combine(folder, "yagura.yaml"));
        Assert.Equal((0, "ip 198.51.100.7: source more, confidence 90, does not expire, more.json:1"), (find.Code, find.Output.Trim()));
        var check = await Verb.RunAsync("indicators", "check", lists);
        Assert.Equal(1, check.Code);
        Assert.Contains("refused  feed.txt:3: cidr 0.0.0.0/0: a block of /0 is too wide", check.Output, StringComparison.Ordinal);
        Assert.Contains("2 indicators of 2 sources, 0 expired, 1 refused", check.Output, StringComparison.Ordinal);

        Assert.Equal(0, await server.StopAsync());
        var entries = await Journal.ExportAsync(server.Data);
        var detected = entries.Where(entry => entry.GetProperty("kind").GetString() == "incident.detected").Select(entry => entry.GetProperty("data").GetProperty("rule").GetString()).ToList();
        Assert.Equal(["indicator:feed", "indicator:more"], detected);
        var loaded = entries.Where(entry => entry.GetProperty("kind").GetString() == "rules.loaded").Select(entry => entry.GetProperty("data").GetProperty("from_seq").GetInt64()).ToList();
        Assert.Equal([1, answer.RootElement.GetProperty("fromSequence").GetInt64()], loaded);

        // The five lines that came before anybody knew are in the sealed archive.
        var hunt = await Verb.RunAsync("rules", "hunt", "--indicators", lists, "--from", "2020-01-01", "--to", "2099-12-31", "--dry", "--config", Path.Combine(folder, "yagura.yaml"));
        Assert.True(hunt.Code == 0, hunt.Errors);
        Assert.Contains("0 rules, 0 correlations, 2 indicators:", hunt.Output, StringComparison.Ordinal);
        // A value is told once an hour of the clock, and the test may run over the turn of one.
        var counts = Regex.Match(hunt.Output, "(?<rows>[0-9]+) findings, (?<counted>[0-9]+) more only counted", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        Assert.Equal(28, int.Parse(counts.Groups["rows"].Value) + int.Parse(counts.Groups["counted"].Value));
    }

    private static async Task SendAsync(Server server, string address, int lines)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", server.Syslog);
        var text = new StringBuilder();
        for (var i = 0; i < lines; i++)
            text.Append($"<134>date=2026-11-22 time=12:00:00 devname=\"fw1\" devid=\"FG100\" logid=\"0000000013\" type=\"traffic\" subtype=\"forward\" level=\"notice\" vd=\"root\" srcip=192.0.2.10 srcport={40_000 + i} dstip={address} dstport=443 proto=6 action=\"accept\" policyid=1 service=\"HTTPS\"\n");
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text.ToString()));
        client.Client.Shutdown(SocketShutdown.Send);
        // The server closes when it has read to the end.
        Assert.Equal(0, await stream.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false));
    }

    private static async Task UntilDetectedAsync(Server server, int incidents)
    {
        for (var tries = 0; tries < 100; tries++)
        {
            if (Journal.Subjects(await Journal.ExportAsync(server.Data), "incident.detected").Count >= incidents)
                return;
            await Task.Delay(200);
        }

        Assert.Fail($"no {incidents} incidents were detected\n{server.Output}");
    }
}
