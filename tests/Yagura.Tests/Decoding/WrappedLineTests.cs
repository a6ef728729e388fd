using System.Text.Json;
using Xunit;
using Yagura.Decoding;

namespace Yagura.Tests.Decoding;

/// <summary>Lines in shippers' objects whose source names the decoder of what is inside.</summary>
public sealed class WrappedLineTests
{
    private const string Sshd = "Failed password for tanaka from 192.0.2.1 port 4000 ssh2";

    private const string Eve = """{"timestamp":"2026-11-22T12:00:00.000001+0900","flow_id":1,"event_type":"alert","src_ip":"192.0.2.1","src_port":4000,"dest_ip":"198.51.100.2","dest_port":80,"proto":"TCP","alert":{"action":"allowed","signature_id":9,"signature":"s"}}""";

    private const string Action = "date=2026-11-22 time=12:00:00 devname=fw1 type=traffic subtype=forward srcip=192.0.2.1 srcport=4000 dstip=198.51.100.2 action=deny";

    /// <summary>What stands for the line in an object of each shipper.</summary>
    public static TheoryData<string> Objects =>
    [
        """{"MESSAGE":LINE,"SYSLOG_IDENTIFIER":"PROGRAM","_PID":"7","_HOSTNAME":"h1","__REALTIME_TIMESTAMP":"1795316400000000"}""",
        """{"log":LINE,"stream":"stdout","time":"2026-11-22T03:00:00.1Z"}""",
        """{"event":LINE,"sourcetype":"s","host":"h1","time":1795316400}""",
        """{"version":"1.1","host":"h1","short_message":LINE,"timestamp":1795316400.1,"level":6,"_application_name":"PROGRAM"}""",
        """{"@timestamp":"2026-11-22T03:00:00.000Z","agent":{"type":"filebeat"},"host":{"name":"h1"},"message":LINE}""",
    ];

    [Theory]
    [MemberData(nameof(Objects))]
    public void The_decoder_that_the_source_names_reads_what_is_inside(string wrapper)
    {
        foreach (var (hint, program, text) in new[] { ("openbsd/sshd", "sshd", Sshd), ("suricata/eve", "suricata", Eve), ("fortinet/fortigate", "", Action) })
        {
            var lines = new Lines { Context = new SourceContext(hint, SourceContext.DefaultZone) };
            lines.Decode(wrapper.Replace("LINE", JsonSerializer.Serialize(text), StringComparison.Ordinal).Replace("PROGRAM", program, StringComparison.Ordinal));
            IEnumerable<string?> expected = [hint, "ok", "192.0.2.1", "4000"];
            Assert.Equal(expected, [lines["yagura.parse.decoder"], lines["yagura.parse.status"], lines["source.ip"], lines["source.port"]]);
        }
    }

    /// <summary>What stands before the line when a container's runtime or a journal wrote it as text.</summary>
    public static TheoryData<string> Heads =>
    [
        "2026-11-22T03:00:00.1Z stdout F ",
        "2026-11-22T12:00:00.123456789+09:00 stderr F ",
        "<14>Nov 22 12:00:00 node1 containers: 2026-11-22T03:00:00.1Z stdout F ",
        "Sun 2026-11-22 12:00:00 JST h1 ",
        "Sun 2026-11-22 12:00:00.1 JST h1 example.service/",
        "2026-11-22T12:00:00+0900 h1 ",
        "Nov 22 12:00:00.123456 h1 ",
        "1795316400.123456 h1 ",
    ];

    [Theory]
    [MemberData(nameof(Heads))]
    public void It_reads_what_stands_behind_a_text_that_wraps_lines_too(string head)
    {
        foreach (var (hint, tag, text) in new[] { ("openbsd/sshd", "sshd[7]: ", Sshd), ("suricata/eve", "suricata[7]: ", Eve), ("fortinet/fortigate", "fw[7]: ", Action) })
        {
            var lines = new Lines { Context = new SourceContext(hint, SourceContext.DefaultZone) };
            lines.Decode(head + (head.EndsWith("F ", StringComparison.Ordinal) ? "" : tag) + text);
            IEnumerable<string?> expected = [hint, "ok", "192.0.2.1", "4000"];
            Assert.Equal(expected, [lines["yagura.parse.decoder"], lines["yagura.parse.status"], lines["source.ip"], lines["source.port"]]);
        }
    }

    [Fact]
    public void A_runtimes_stream_is_no_host()
    {
        var lines = new Lines();
        lines.Decode("2026-11-22T03:00:00.1Z stdout F " + Sshd);
        Assert.NotEqual("stdout", lines["host.name"]);
    }

    /// <summary>An object that the named decoder knows itself is its own, though it looks like a shipper's.</summary>
    [Fact]
    public void An_object_of_the_named_decoder_is_its_own()
    {
        const string Line = """{"@timestamp":"2026-11-22T03:00:00.000Z","agent":{"type":"winlogbeat"},"winlog":{"event_id":4625,"channel":"Security","provider_name":"Microsoft-Windows-Security-Auditing","event_data":{"TargetUserName":"tanaka","IpAddress":"192.0.2.1"}},"message":"An account failed to log on."}""";
        var lines = new Lines { Context = new SourceContext("microsoft/windows", SourceContext.DefaultZone) };
        lines.Decode(Line);
        IEnumerable<string?> expected = ["microsoft/windows", "192.0.2.1", "4625"];
        Assert.Equal(expected, [lines["yagura.parse.decoder"], lines["source.ip"], lines["event.code"]]);
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("\r\n")]
    [InlineData(" \t \0")]
    public void White_space_at_the_end_is_no_part_of_a_line(string end)
    {
        foreach (var (hint, text) in new[] { ("openbsd/sshd", $"<38>Nov 22 12:00:00 h1 sshd[7]: {Sshd}"), ("suricata/eve", Eve), ("fortinet/fortigate", Action) })
        {
            var (with, without) = (new Lines { Context = new SourceContext(hint, SourceContext.DefaultZone) }, new Lines { Context = new SourceContext(hint, SourceContext.DefaultZone) });
            with.Decode(text + end);
            without.Decode(text);
            foreach (var field in new[] { "message", "source.ip", "source.port", "event.action", "event.outcome", "yagura.parse.status", "@timestamp" })
                Assert.Equal(without[field], with[field]);
        }
    }
}
