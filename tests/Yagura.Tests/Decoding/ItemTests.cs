using System.Text;
using Xunit;
using Yagura.Events;

namespace Yagura.Tests.Decoding;

/// <summary>A record with several events: what its items are, and what each of them says.</summary>
public sealed class ItemTests
{
    private readonly Lines lines = new();

    [Fact]
    public void Each_record_of_an_otlp_request_is_an_event_with_its_own_resource()
    {
        const string Request = """
            {"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"pay"}}]},"scopeLogs":[
            {"scope":{"name":"resource"},"logRecords":[{"timeUnixNano":"1795316400000000000","body":{"stringValue":"one {\"logRecords\":["}},{"timeUnixNano":"1795316401000000000","body":{"stringValue":"two"}}]},
            {"scope":{},"logRecords":[]},{"logRecords":[{"timeUnixNano":"1795316402000000000","body":{"stringValue":"three"}}]}]},
            {"scopeLogs":[{"logRecords":[{"timeUnixNano":"1795316403000000000","body":{"stringValue":"four"}}]}]}]}
            """;
        Assert.Equal(["pay one {\"logRecords\":[", "pay two", "pay three", " four"], Read(Request, line => line["service.name"] + " " + line["message"]));
        Assert.Equal(["03:00:00", "03:00:01", "03:00:02", "03:00:03"], Read(Request, line => line["@timestamp"]![11..19]));
        Assert.All(Read(Request, line => line["event.original"]!), text => Assert.StartsWith("{\"timeUnixNano\"", text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"time":1,"host":"h","event":"a"}{"time":2,"host":"h","event":"b } {"} {"event":"c","sourcetype":"s"}""", "a|b } {|c")]
    [InlineData("""{"time":1,"host":"h","event":"a"}""", "a")]
    [InlineData("""{"time":1,"host":"h","event":"a"} and more""", "a")]
    public void Objects_of_a_collectors_body_are_events(string body, string messages) =>
        Assert.Equal(messages.Split('|'), Read(body, line => line["message"]!));

    [Fact]
    public void The_values_of_a_reply_are_events_and_an_object_of_its_kind_is_one()
    {
        const string Reply = """{"@odata.context":"https://graph.example.jp/v1.0/$metadata#a","@odata.count":2,"value":[{"id":"a1","n":[{"v":1}]},{"id":"a2"}],"@odata.nextLink":"https://graph.example.jp/2"}""";
        Assert.Equal(["""{"id":"a1","n":[{"v":1}]}""", """{"id":"a2"}"""], Read(Reply, line => line["event.original"]!));
        const string One = """{"@odata.type":"#a.b","value":{"id":"a1"}}""";
        Assert.Equal([One], Read(One, line => line["event.original"]!));
    }

    [Theory]
    [InlineData("""{"resourceLogs":[]}""")]
    [InlineData("""{"resourceLogs":[{"resource":{},"scopeLogs":[{"logRecords":[]}]}]}""")]
    [InlineData("""{"resourceLogs":[{"resource":{"a":"b""")]
    [InlineData("""{"Records":[]}""")]
    [InlineData("[1,2]")]
    [InlineData("{")]
    [InlineData("[")]
    public void A_body_without_items_is_one_event(string body) => Assert.Equal([body], Read(body, line => line["event.original"]!));

    [Fact]
    public void A_request_that_is_cut_off_gives_what_stands_before_the_cut()
    {
        const string Cut = """{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":"1795316400000000000","body":{"stringValue":"one"}},{"timeUnixNano":"1795316401000000000","body":{"stri""";
        var messages = Read(Cut, line => line["message"] ?? "");
        Assert.Equal((2, "one"), (messages.Count, messages[0]));
    }

    [Theory]
    [InlineData("02000016C0000201", "192.0.2.1", "22")]
    [InlineData("00020016C0000201", "192.0.2.1", "22")]
    [InlineData("0A0001BB0000000020010DB800000000000000000000000100000000", "2001:db8::1", "443")]
    [InlineData("0A0001BB0000000020010DB800010002000300040005000600000000", "2001:db8:1:2:3:4:5:6", "443")]
    [InlineData("0A0001BB00000000000000000000000000000000000000000000000", null, null)]
    [InlineData("0A0001BB000000000000000000000000000000000000000000000000", "::", "443")]
    [InlineData("0A0001BB000000000000000000000000000000000000000100000000", "::1", "443")]
    [InlineData("0A0001BB00000000FE80000000000000000000000000000000000000", "fe80::", "443")]
    [InlineData("0A0001BB0000000000000000000000000000FFFFC000020100000000", "192.0.2.1", "443")]
    [InlineData("0200", null, null)]
    [InlineData("02", null, null)]
    [InlineData("zz00001600000000", null, null)]
    [InlineData("10000000000000000000", null, null)]
    public void A_sockets_address_is_read_from_its_bytes(string saddr, string? address, string? port)
    {
        lines.Decode($"type=SOCKADDR msg=audit(1795316400.123:1): saddr={saddr}");
        Assert.Equal((address, port), (lines["destination.ip"], lines["destination.port"]));
    }

    [Theory]
    [InlineData("01002F72756E2F78", "/run/x")]
    [InlineData("01002F72756E2F780041", "/run/x")]
    [InlineData("010000616263", "@abc")]
    [InlineData("0100", null)]
    public void A_local_socket_has_a_path(string saddr, string? path)
    {
        lines.Decode($"type=SOCKADDR msg=audit(1795316400.123:1): saddr={saddr}");
        Assert.Equal(path, lines["linux.auditd.socket_path"]);
    }

    private List<string> Read(string body, Func<Lines, string> what)
    {
        var read = new List<string>();
        lines.Decoder.Begin(Lines.Record(Encoding.UTF8.GetBytes(body)), lines.Context);
        while (lines.Decoder.Next(lines.Target))
            read.Add(what(lines));
        return read;
    }
}
