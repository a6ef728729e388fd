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
        """{"@timestamp":"2026-11-22T03:00:00.000Z","agent":{"type":"filebeat"},"host":{"name":"h1"},"event":{"original":LINE}}""",
        """{"@timestamp":"2026-11-22T03:00:00.000Z","@version":"1","host":{"name":"h1"},"message":LINE,"event":{"original":LINE}}""",
        """{"date":1795316400.1,"log":LINE}""",
        """{"event":LINE}""",
        """{"version":"1.1","host":"h1","short_message":"the beginning","full_message":LINE,"timestamp":1795316400.1,"level":6}""",
        """{"file":"/var/log/x","host":"h1","message":LINE,"source_type":"file","timestamp":"2026-11-22T03:00:00.1Z"}""",
        """{"messageType":"DATA_MESSAGE","owner":"000000000000","logGroup":"g","logStream":"h1","subscriptionFilters":["f"],"logEvents":[{"id":"37","timestamp":1795316400000,"message":LINE}]}""",
        """{"schema":{"type":"string","optional":false},"payload":LINE}""",
        """{"topic":"t","partition":0,"offset":7,"key":null,"timestamp":1795316400000,"value":LINE}""",
        """{"_index":"logs-1","_id":"a1","_source":{"@timestamp":"2026-11-22T03:00:00.000Z","agent":{"type":"filebeat"},"host":{"name":"h1"},"message":LINE}}""",
        """{"preview":false,"result":{"_raw":LINE,"_time":"2026-11-22T12:00:00.000+0900","host":"h1"}}""",
        """{"time":1795316400.1,"host":"h1","sourcetype":"t","event":{"@timestamp":"2026-11-22T03:00:00.000Z","message":LINE}}""",
        """{"resourceLogs":[{"resource":{},"scopeLogs":[{"scope":{},"logRecords":[{"timeUnixNano":"1795316400000000000","body":{"stringValue":LINE}}]}]}]}""",
        """{"timeUnixNano":"1795316400000000000","body":{"kvlistValue":{"values":[{"key":"message","value":{"stringValue":LINE}}]}}}""",
    ];

    [Theory]
    [MemberData(nameof(Objects))]
    public void The_decoder_that_the_source_names_reads_what_is_inside(string wrapper)
    {
        var lines = new Lines();
        foreach (var (hint, program, text) in new[] { ("openbsd/sshd", "sshd", Sshd), ("suricata/eve", "suricata", Eve), ("fortinet/fortigate", "", Action) })
        {
            lines.Context = new SourceContext(hint, SourceContext.DefaultZone);
            lines.Decode(wrapper.Replace("LINE", JsonSerializer.Serialize(text), StringComparison.Ordinal).Replace("PROGRAM", program, StringComparison.Ordinal));
            IEnumerable<string?> expected = [hint, "ok", "192.0.2.1", "4000"];
            Assert.Equal(expected, [lines["yagura.parse.decoder"], lines["yagura.parse.status"], lines["source.ip"], lines["source.port"]]);
        }
    }

    /// <summary>What has the keys of a shipper's object and no line in it is an object like any other: its own keys say what it is.</summary>
    [Theory]
    [InlineData("""{"timestamp":"2026-11-22T03:00:00Z","message":"somebody came","src_ip":"192.0.2.1","username":"tanaka"}""")]
    [InlineData("""{"@timestamp":"2026-11-22T03:00:00Z","message":"somebody came","source":{"ip":"192.0.2.1"},"user":{"name":"tanaka"}}""")]
    public void An_object_without_a_line_is_read_by_its_keys(string text)
    {
        var lines = new Lines().Decode(text);
        IEnumerable<string?> expected = ["2026-11-22T03:00:00.0000000Z", "192.0.2.1", "tanaka"];
        Assert.Equal(expected, [lines["@timestamp"], lines["source.ip"], lines["user.name"]]);
    }

    /// <summary>Whatever the collector calls the line: the first text is taken that the named decoder recognises.</summary>
    [Theory]
    [InlineData("""{"collector":"c1","note":"a text that is no line","raw":LINE}""")]
    [InlineData("""{"streams":[{"stream":{"job":"x"},"values":[["1795316400000000000",LINE]]}]}""")]
    [InlineData("""{"records":[{"time":"2026-11-22T03:00:00Z","category":"x","properties":{"text":LINE}}]}""")]
    [InlineData("""{"time":1795316400.1,"host":"h1","sourcetype":"t","event":"{\"raw\":LINE2}"}""")]
    public void A_text_that_the_named_decoder_recognises_is_its_line(string collector)
    {
        var lines = new Lines();
        foreach (var (hint, text) in new[] { ("openbsd/sshd", "<38>Nov 22 12:00:00 h1 sshd[7]: " + Sshd), ("suricata/eve", Eve), ("fortinet/fortigate", "<189>" + Action.Replace("type=", "devid=FG1 logid=13 type=", StringComparison.Ordinal)) })
        {
            lines.Context = new SourceContext(hint, SourceContext.DefaultZone);
            var written = JsonSerializer.Serialize(text);
            lines.Decode(collector.Replace("LINE2", JsonSerializer.Serialize(written)[1..^1], StringComparison.Ordinal).Replace("LINE", written, StringComparison.Ordinal));
            IEnumerable<string?> expected = [hint, "ok", "192.0.2.1", "4000"];
            Assert.Equal(expected, [lines["yagura.parse.decoder"], lines["yagura.parse.status"], lines["source.ip"], lines["source.port"]]);
        }
    }

    /// <summary>A line of a file begins with a time, which is no header, in an object as without one.</summary>
    [Theory]
    [InlineData("exim/exim")]
    [InlineData(null)]
    public void A_line_of_a_file_is_read_without_a_header_in_an_object_too(string? hint)
    {
        const string Line = "2026-11-22 12:00:00 1tDx4G-0001Ab-2C <= sato@example.jp H=mx.example.org [192.0.2.1]:4000 P=esmtps S=1200 id=a@example.jp";
        var lines = new Lines { Context = new SourceContext(hint, SourceContext.DefaultZone) };
        lines.Decode("""{"time":1795316401,"host":"h1","sourcetype":"exim","event":LINE}""".Replace("LINE", JsonSerializer.Serialize(Line), StringComparison.Ordinal));
        IEnumerable<string?> expected = ["exim/exim", "192.0.2.1", "sato@example.jp", "h1"];
        Assert.Equal(expected, [lines["yagura.parse.decoder"], lines["source.ip"], lines["email.from.address"], lines["host.name"]]);
    }

    [Fact]
    public void Without_a_hint_the_line_in_an_object_comes_before_words_that_are_found_in_the_whole()
    {
        var lines = new Lines();
        lines.Decode("""{"timestamp":"2026-11-22T12:00:00+09:00","message":"Nov 22 12:00:00 lb01 haproxy[7]: 192.0.2.1:4000 [22/Nov/2026:12:00:00.123] web~ app/s1 0/0/1/45/46 200 532 - - ---- 1/1/0/0/0 0/0 \"GET /a HTTP/1.1\""}""");
        IEnumerable<string?> expected = ["haproxy/haproxy", "192.0.2.1", "4000", "/a"];
        Assert.Equal(expected, [lines["yagura.parse.decoder"], lines["source.ip"], lines["source.port"], lines["url.path"]]);
    }

    [Fact]
    public void Objects_whose_text_nobody_knows_are_read_as_what_they_are()
    {
        var lines = new Lines();
        lines.Decode("""{"date":1795316400.1,"log":"nothing that anybody knows","srcip":"192.0.2.1"}""");
        IEnumerable<string?> expected = ["generic/json", "partial", "192.0.2.1"];
        Assert.Equal(expected, [lines["yagura.parse.decoder"], lines["yagura.parse.status"], lines["source.ip"]]);
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
