using System.Buffers;
using System.Text;
using System.Text.Json;
using Xunit;
using Yagura.Decoding;
using Yagura.Decoding.Sentences;
using Yagura.Events;

namespace Yagura.Tests.Decoding;

/// <summary>What becomes of sentences that no pattern knows.</summary>
public sealed class SentenceTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("decoders").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("192.0.2.1", nameof(WordKind.Address))]
    [InlineData("2001:db8::1", nameof(WordKind.Address))]
    [InlineData("www.example.jp", nameof(WordKind.Host))]
    [InlineData("WWW.EXAMPLE.JP", nameof(WordKind.Host))]
    [InlineData("nginx.service", nameof(WordKind.Code))]
    [InlineData("RUN.EXE", nameof(WordKind.Code))]
    [InlineData("1.2.ab", nameof(WordKind.Code))]
    [InlineData("42", nameof(WordKind.Number))]
    [InlineData("-0.5", nameof(WordKind.Number))]
    [InlineData("a@example.jp", nameof(WordKind.Mail))]
    [InlineData(@"EXAMPLE\hanako", nameof(WordKind.Account))]
    [InlineData("10:20:30", nameof(WordKind.Nothing))]
    [InlineData("2026-11-22", nameof(WordKind.Nothing))]
    [InlineData("--", nameof(WordKind.Nothing))]
    [InlineData("/etc/passwd", nameof(WordKind.Code))]
    [InlineData("GigabitEthernet0/1", nameof(WordKind.Code))]
    [InlineData("DOWN", nameof(WordKind.Code))]
    [InlineData("Failed", nameof(WordKind.Plain))]
    [InlineData("carrier-changed", nameof(WordKind.Plain))]
    [InlineData("don't", nameof(WordKind.Plain))]
    [InlineData("失敗", nameof(WordKind.Plain))]
    public void Words_are_told_apart_by_their_bytes(string word, string kind) => Assert.Equal(kind, WordKinds.Of(Encoding.UTF8.GetBytes(word)).ToString());

    [Theory]
    [InlineData("Peer 192.0.2.1 (vrf RED) unreachable after 3 retries",
        "related.ip=192.0.2.1 | x.y.peer=192.0.2.1 | x.y.vrf=RED | x.y.retries=3")]
    [InlineData("Login failed for hanako from 192.0.2.7 port 40022",
        "event.outcome=failure | related.ip=192.0.2.7 | related.user=hanako | source.address=192.0.2.7 | source.ip=192.0.2.7 | source.port=40022 | user.name=hanako | x.y.port=40022 | x.y.mentioned=hanako,192.0.2.7")]
    [InlineData("user 'a b' was not accepted",
        "event.outcome=failure | x.y.user=a b")]
    [InlineData("Accepted hanako/192.0.2.7:1194 to 198.51.100.3:443",
        "event.outcome=success | related.ip=192.0.2.7,198.51.100.3 | destination.address=198.51.100.3 | destination.ip=198.51.100.3 | destination.port=443 | x.y.port=1194 | x.y.mentioned=192.0.2.7,hanako,198.51.100.3,443")]
    [InlineData("interface GigabitEthernet0/1 changed state to down",
        "observer.ingress.interface.name=GigabitEthernet0/1 | x.y.interface=GigabitEthernet0/1 | x.y.to=down")]
    [InlineData("ospf neighbor: state Full -> Init, area 0.0.0.0",
        "related.ip=0.0.0.0 | x.y.neighbor=state Full -> Init | x.y.state=Full | x.y.to=Init | x.y.area=0.0.0.0")]
    [InlineData("session of client 00:00:5e:00:53:01 user=taro reason=\"idle too long\" took 5 seconds",
        "related.user=taro | source.mac=00-00-5E-00-53-01 | user.name=taro | x.y.client=00:00:5e:00:53:01 | x.y.user=taro | x.y.reason=idle too long | x.y.took=5")]
    [InlineData("cannot write /var/log/a.log: No space left on device",
        "x.y.write=/var/log/a.log | x.y.reason=No space left on device")]
    [InlineData("unknown user, nothing more", "")]
    public void A_sentence_without_a_pattern_gives_what_its_words_look_like(string sentence, string expected)
    {
        var fields = Decode("DOOR " + sentence);
        var found = fields.Where(field => Array.Exists(["related", "source", "destination", "user", "event.outcome", "observer", "x"], start => field.Key.StartsWith(start, StringComparison.Ordinal)));
        Assert.Equal(
            expected.Split(" | ", StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal), found.Select(field => $"{field.Key}={field.Value}").Order(StringComparer.Ordinal));
        Assert.Equal("ok", fields["yagura.parse.status"]);
    }

    [Theory]
    [InlineData("user 48 not found", "user.name")]
    [InlineData("User Manager started", "user.name")]
    [InlineData("unreachable from 203.0.113.0/24", "source.ip")]
    [InlineData("no route to 203.0.113.0/24", "destination.ip")]
    public void A_number_a_title_and_a_net_are_nobody(string sentence, string field) => Assert.DoesNotContain(field, Decode("DOOR " + sentence).Keys);

    [Fact]
    public void What_a_pattern_understood_is_not_read_again()
    {
        var fields = Decode("GATE 7 opened by hanako from 192.0.2.9");
        Assert.Equal("7 hanako 192.0.2.9", string.Join(' ', fields["x.y.gate"], fields["user.name"], fields["source.ip"]));
        Assert.DoesNotContain(fields.Keys, key => key.StartsWith("related", StringComparison.Ordinal) || key == "x.y.mentioned");
    }

    [Fact]
    public void What_a_pattern_passes_over_at_its_end_is_read()
    {
        var fields = Decode("LOCK 7 closed, battery 40 percent, seen by 192.0.2.9");
        Assert.Equal("7 40 192.0.2.9", string.Join(' ', fields["x.y.lock"], fields["x.y.battery"], fields["related.ip"]));
    }

    [Theory]
    [InlineData("PAIR a=1 seen by 192.0.2.9", "")] // kv takes it apart
    [InlineData("PAIR nobody saw 192.0.2.9", "192.0.2.9")] // kv finds no pair in it
    [InlineData("PAIR: 192.0.2.9 is no pair", "192.0.2.9")] // a pattern that keeps nothing only asks
    [InlineData("DONE by 192.0.2.9", "")] // no step looks at it
    public void A_text_is_read_when_steps_tried_it_and_none_understood_it(string message, string address) =>
        Assert.Equal(address, Decode(message).GetValueOrDefault("related.ip", ""));

    [Fact]
    public void A_field_that_the_decoder_set_stays_and_a_key_that_it_names_is_not_filled_by_a_guess()
    {
        var fields = Decode("DOOR refused user hanako, badge 9, from 192.0.2.7", "<14>Nov 22 12:00:00 gate1 doorman: ");
        Assert.Equal("opened", fields["event.outcome"]); // the decoder's own word stands
        Assert.False(fields.ContainsKey("user.id"));
        Assert.Contains("9", fields["x.y.mentioned"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_that_nobody_knows_still_gives_its_addresses_hosts_and_users()
    {
        var lines = new Lines().Decode("frobnicator: gave up on 192.0.2.44, host db7.example.jp, user 'jiro'");
        Assert.Equal("failed 192.0.2.44 db7.example.jp jiro", string.Join(' ', lines["yagura.parse.status"], lines["related.ip"], lines["related.hosts"], lines["related.user"]));
        Assert.Null(lines["user.name"]);
        Assert.Equal(0, lines.Target.UndeclaredCount);
    }

    [Theory]
    [InlineData("''")]
    [InlineData("\"")]
    [InlineData("=")]
    [InlineData(":")]
    [InlineData("->")]
    [InlineData("a=")]
    [InlineData("(a b")]
    [InlineData("@'192.0.2.1")]
    [InlineData("#*@'")]
    [InlineData("a:b:c::")]
    [InlineData("192.0.2.1:")]
    [InlineData("192.0.2.1/")]
    [InlineData("'a' 'b c' `d'")]
    [InlineData("user user user from from")]
    [InlineData("[[[((<<>>))]]]")]
    [InlineData("\\ \\a a\\ @ @a a@")]
    public void Hostile_sentences_end(string piece)
    {
        foreach (var count in (int[])[1, 2, 40, 3000])
            Assert.Equal("ok", Decode("DOOR " + string.Concat(Enumerable.Repeat(piece + " ", count)) + "x y")["yagura.parse.status"]);
    }

    private Dictionary<string, string> Decode(string message, string header = "")
    {
        Directory.CreateDirectory(Path.Combine(folder, "x"));
        File.WriteAllText(Path.Combine(folder, "x", "y.yaml"), """
            decoder: x/y
            title: Doors
            recognise: [{starts: ["DOOR ", "GATE ", "LOCK ", "PAIR", "DONE"]}]
            steps:
              - {required: false, when: {"@message": "PAIR*"}, patterns: ["PAIR %{~pair}", "PAIR:%{}"]}
              - {required: false, on: "~pair", kv: {}}
              - when: {"@message": ["!PAIR*", "!DONE*"]}
                patterns:
                  - "GATE %{gate:int} opened by %{user.name:word} from %{source.address:ip}"
                  - "LOCK %{lock:int} closed%{}"
                  - "DOOR %{~text}"
              - {on: "~text", required: false, patterns: ["shut %{door}"]}
            fields:
              badge: user.id
            cases:
              - when: {"@program": doorman}
                set: {event.outcome: opened}
            """);
        var decoders = DecoderSet.Load([folder]);
        var decoder = decoders.Bind(EventLayout.Of(number: 1, decoders.FieldNames));
        var target = new Event();
        Assert.True(decoder.Decode(Lines.Record(header + message), new SourceContext(decoder: null, SourceContext.DefaultZone), target));
        var json = new ArrayBufferWriter<byte>();
        EventJson.WriteFields(target, json);
        using var read = JsonDocument.Parse(json.WrittenMemory);
        return read.RootElement.EnumerateObject().ToDictionary(
            field => field.Name, field => field.Value.ValueKind == JsonValueKind.Array ? string.Join(',', field.Value.EnumerateArray()) : field.Value.ToString(), StringComparer.Ordinal);
    }
}
