using Xunit;
using Yagura.Decoding;
using Yagura.Decoding.Definitions;

namespace Yagura.Tests.Decoding;

/// <summary>docs/formats/decoders.md: its example loads and does what it says; what is wrong is named where it stands.</summary>
public sealed class DecoderDocumentTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("decoders").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_documents_example_does_what_it_says()
    {
        var document = File.ReadAllText(Path.Combine(TestData.Root, "docs", "formats", "decoders.md"));
        var start = document.IndexOf("```yaml\n", StringComparison.Ordinal) + 8;
        var set = Load(document[start..document.IndexOf("```", start, StringComparison.Ordinal)]);
        var wrong = new SampleRunner(set).Run("example/doorman");
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Theory]
    [InlineData("colour: red", 4, 1, "unknown key \"colour\"; allowed are decoder, title")]
    [InlineData("fields: {a: source.ipp}", 4, 13, "\"source.ipp\" is no field of ECS 8.17")]
    [InlineData("fields: {a: {to: event.type, table: none}}", 4, 37, "there is no table \"none\"")]
    [InlineData("steps: [{patterns: [\"%{a}%{b}\"]}]", 4, 21, "a literal must part them")]
    [InlineData("steps: [{csv: {separator: ab, columns: [a]}}]", 4, 27, "one ASCII character")]
    [InlineData("steps: [{kv: {separator: \"\"}}]", 4, 26, "one to 8 ASCII characters")]
    [InlineData("steps: [{kv: {}, json: {}}]", 4, 9, "a step has exactly one of json, xml, kv")]
    [InlineData("time: [{from: a, format: nonsense}]", 4, 26, "is not a form of time; allowed are iso, syslog")]
    [InlineData("steps: [{regex: '('}]", 4, 17, "not a regular expression")]
    [InlineData("time: [{from: [a, b, c, d, e, f, g, h, i], format: iso}]", 4, 8, "one to 8 parts")]
    [InlineData("fields: {a: {to: x509.not_after, format: iso, zone: Asia/Tokyo}}", 4, 53, "can only be UTC")]
    [InlineData("like: no/such", 4, 7, "there is no decoder \"no/such\"")]
    [InlineData("unlike: [a]", 4, 9, "there is no \"like\"")]
    [InlineData("cases: [{when: {a: '!*'}, set: {event.kind: event}}]", 4, 20, "names no text; a value is a text, a star in it stands for any")]
    [InlineData("rank: 100", 4, 7, "is not a whole number from 1 to 99")]
    [InlineData("set: {event.kind: [a", 5, 1, "")]
    [InlineData("set: {event.severity: high}", 4, 23, "\"high\" is no value of \"event.severity\"; allowed is a whole number")]
    [InlineData("cases: [{when: {a: b}, set: {source.ip: [192.0.2.1, there]}}]", 4, 41, "\"there\" is no value of \"source.ip\"; allowed is an address")]
    [InlineData("steps:\n\t- kv: {}", 5, 1, "Allowed are spaces.")]
    [InlineData("steps: [*nowhere]", 4, 9, "'nowhere'")]
    [InlineData("title: again", 4, 1, "Duplicate key")]
    public void A_wrong_file_is_refused_with_line_column_and_what_is_allowed(string last, int line, int column, string says)
    {
        var error = Assert.Throws<DecoderLoadException>(() => Load($"decoder: example/doorman\ntitle: t\nrecognise: [{{starts: [x]}}]\n{last}\n"));
        var problem = Assert.Single(error.Problems);
        Assert.Contains(says, problem.Problem, StringComparison.Ordinal);
        Assert.Equal((line, column), ((int)problem.Line, (int)problem.Column));
        Assert.EndsWith("doorman.yaml", problem.File, StringComparison.Ordinal);
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_a_file()
    {
        var set = Load("\uFEFFdecoder: example/doorman\ntitle: t\nrecognise: [{starts: [door]}]\nsteps: [{patterns: ['door %{number:int}']}]\n");
        IEnumerable<string?> expected = ["7"];
        Assert.Equal(expected, Decoded(set, "door 7", "example.doorman.number"));
    }

    [Fact]
    public void A_file_that_nobody_would_read_and_one_that_is_too_large_are_refused()
    {
        Directory.CreateDirectory(Path.Combine(folder, "example"));
        File.WriteAllText(Path.Combine(folder, "example", "doorman.yml"), "decoder: example/doorman\n");
        File.WriteAllText(Path.Combine(folder, "example", "large.yaml"), new string('#', 5_000_000));
        var problems = Assert.Throws<DecoderLoadException>(() => DecoderSet.Load([folder])).Problems.Select(problem => problem.ToString()).Order();
        Assert.Collection(
            problems,
            one => Assert.EndsWith("doorman.yml:1:1: a decoder's file ends in .yaml", one, StringComparison.Ordinal),
            one => Assert.Contains("large.yaml:1:1: the file has 5000000 bytes; allowed are 4194304", one, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2026-11-22T03:00:00.0000000Z", "12:00:00.5", "2026-11-22T03:00:00.5000000Z")]
    [InlineData("2026-11-22T15:00:01.0000000Z", "23:59:59", "2026-11-22T14:59:59.0000000Z")]
    [InlineData("2026-12-31T14:59:59.0000000Z", "00:00:01", "2026-12-31T15:00:01.0000000Z")]
    [InlineData("2026-11-22T03:00:00.0000000Z", "24:00:00", "2026-11-22T03:00:00.0000000Z")]
    public void A_time_of_day_is_that_of_the_day_nearest_to_the_receive_time(string received, string written, string expected)
    {
        var set = Load($"decoder: example/doorman\ntitle: t\nrecognise: [{{starts: [door]}}]\nsteps: [{{patterns: ['door %{{at}}']}}]\ntime: [{{from: at, format: ['HH:mm:ss.f', 'HH:mm:ss']}}]\nsamples: [{{line: 'door {written}', received: '{received}', expect: {{'@timestamp': '{expected}'}}}}]\n");
        Assert.Equal([], new SampleRunner(set).Run("example/doorman"));
    }

    [Theory]
    [InlineData("Fortinet/FortiGate")]
    [InlineData(" fortinet/fortigate ")]
    [InlineData("fortinet.fortigate")]
    public void A_hint_in_other_case_or_as_a_data_sets_name_is_the_hint(string hint)
    {
        var lines = new Lines { Context = new SourceContext(hint, SourceContext.DefaultZone) };
        lines.Decode("srcip=192.0.2.1 dstip=198.51.100.2 action=deny");
        Assert.Equal("fortinet/fortigate", lines["yagura.parse.decoder"]);
    }

    [Theory]
    [InlineData("{\"door\":\"a\",\"host\":\"b\"}", "a")]
    [InlineData("{\"host\":\"b\",\"door\":\"a\"}", null)]
    public void All_keys_of_an_item_hold_its_beginning_beside_its_names_too(string line, string? door)
    {
        var set = Load("decoder: example/doorman\ntitle: t\nrecognise: [{starts: ['{\"door\"'], json-keys: [host]}]\nsteps: [{json: {}}]\nfields: {door: event.action}\n");
        IEnumerable<string?> expected = [door];
        Assert.Equal(expected, Decoded(set, line, "event.action"));
    }

    [Fact]
    public void What_a_decoder_is_unlike_the_other_in_it_does_not_fill()
    {
        Directory.CreateDirectory(Path.Combine(folder, "example"));
        File.WriteAllText(Path.Combine(folder, "example", "gate.yaml"), "decoder: example/gate\ntitle: t\nrecognise: [{starts: [gate]}]\nsteps: [{kv: {}}]\nfields: {name: rule.name, who: user.name}\n");
        const string Door = "decoder: example/doorman\ntitle: t\nlike: example/gate\nrecognise: [{starts: [door]}]\nfields: {name: event.action}\n";
        IEnumerable<string?> like = ["open", "open", "hanako"], unlike = ["open", null, "hanako"];
        Assert.Equal(like, Decoded(Load(Door), "door name=open who=hanako", "event.action", "rule.name", "user.name"));
        Assert.Equal(unlike, Decoded(Load(Door + "unlike: [name]\n"), "door name=open who=hanako", "event.action", "rule.name", "user.name"));
        var problem = Assert.Single(Assert.Throws<DecoderLoadException>(() => Load(Door + "unlike: [nam]\n")).Problems);
        Assert.Contains("doorman.yaml:6:9: \"nam\" fills nothing in \"example/gate\"", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_later_folder_replaces_a_decoder_of_the_same_id()
    {
        Directory.CreateDirectory(Path.Combine(folder, "openbsd"));
        File.WriteAllText(Path.Combine(folder, "openbsd", "sshd.yaml"), "decoder: openbsd/sshd\ntitle: ours\nrecognise: [{program: [sshd]}]\nsteps: [{patterns: ['%{ours}']}]\nsamples: [{line: '<1>sshd: x', expect: {openbsd.sshd.ours: x}}]\n");
        var set = DecoderSet.Load([Path.Combine(TestData.Root, "decoders"), folder]);
        Assert.Equal([], new SampleRunner(set).Run("openbsd/sshd"));
    }

    [Theory]
    [InlineData("number 7 refused 192.0.2.1/4000 because", "7", "refused", "192.0.2.1", "4000")]
    [InlineData("number 8 said that it came from 192.0.2.1/4000, reason 9", "8", null, "192.0.2.1", "4000")]
    [InlineData("number 8 came afterfrom 192.0.2.1/4000", "8", null, null, null)]
    public void A_part_chooses_its_patterns_and_fragments_are_found_anywhere(string text, string number, string? action, string? address, string? port)
    {
        var set = Load("""
            decoder: example/doorman
            title: t
            recognise: [{starts: [number]}]
            steps:
              - patterns: ["number %{number:int} %{rest}"]
              - {on: rest, by: number, required: false, patterns: [{for: "7", match: "refused %{source.address:word}/%{source.port:int} %{}", set: {event.action: refused}}, {for: "9", match: "%{}", set: {event.action: wrong}}]}
              - {on: rest, find: ["from %{source.address:ip}/%{source.port:int}"]}
            """);
        IEnumerable<string?> expected = [number, action, address, port];
        Assert.Equal(expected, Decoded(set, text, "example.doorman.number", "event.action", "source.ip", "source.port"));
    }

    [Theory]
    [InlineData("door 0x7f65 at 1A2b, shut", "0x7f65", "1A2b")]
    [InlineData("door 12ef at 0x", "12ef", "0")]
    [InlineData("door 12eg at gate", null, null)]
    [InlineData("door 0x at x", null, null)]
    [InlineData("door  at ", null, null)]
    public void A_check_asks_for_hexadecimal_digits(string text, string? door, string? place)
    {
        var set = Load("""
            decoder: example/doorman
            title: t
            recognise: [{starts: [door]}]
            steps:
              - {required: false, patterns: ["door %{door:hex} at %{}"]}
              - {find: ["at %{place:hex}"]}
            """);
        IEnumerable<string?> expected = [door, place];
        Assert.Equal(expected, Decoded(set, text, "example.doorman.door", "example.doorman.place"));
    }

    [Fact]
    public void Eight_parts_make_a_time_and_a_date_without_a_zone_can_be_in_UTC()
    {
        var set = Load("""
            decoder: example/doorman
            title: t
            recognise: [{starts: [door]}]
            steps: [{patterns: ["door %{year} %{month} %{day} %{hour} %{minute} %{second} %{fraction} %{zone} %{until} %{from}"]}]
            fields:
              until: {to: x509.not_after, format: iso, zone: UTC}
              from: {to: x509.not_before, format: iso}
            time: [{from: [year, month, day, hour, minute, second, fraction, zone], format: "yyyy MM dd HH mm ss f zzz"}]
            """);
        IEnumerable<string?> expected = ["2026-11-22T10:59:58.2500000Z", "2027-01-01T00:00:00.0000000Z", "2025-12-31T15:00:00.0000000Z"];
        Assert.Equal(expected, Decoded(set, "door 2026 11 22 11 59 58 25 +0100 2027-01-01T00:00:00 2026-01-01T00:00:00", "@timestamp", "x509.not_after", "x509.not_before"));
    }

    [Theory]
    [InlineData("{\"door\":[\"192.0.2.1\",\"gate.example.jp\"]}", "192.0.2.1", null)]
    [InlineData("{\"door\":[\"gate.example.jp\",\"192.0.2.1\"]}", null, "gate.example.jp")]
    public void The_first_of_several_addresses_is_the_address_or_the_name(string line, string? ip, string? domain)
    {
        var set = Load("decoder: example/doorman\ntitle: t\nrecognise: [{json-keys: [door]}]\nsteps: [{json: {}}]\nfields: {door: source.address}\n");
        IEnumerable<string?> expected = [ip, domain];
        Assert.Equal(expected, Decoded(set, line, "source.ip", "source.domain"));
    }

    [Fact]
    public void A_value_that_does_not_fit_does_not_outweigh_what_the_header_gave()
    {
        var set = Load("""
            decoder: example/doorman
            title: t
            recognise: [{program: [doorman]}]
            steps: [{patterns: ["door %{number} %{state}", "%{rest}"]}]
            fields: {number: process.pid}
            """);
        var layout = Yagura.Events.EventLayout.Of(number: 1, set.FieldNames);
        var target = new Yagura.Events.Event();
        var decoder = set.Bind(layout);
        decoder.Decode(Lines.Record("<13>Nov 22 12:00:00 h1 doorman: door x open"), new SourceContext("example/doorman", SourceContext.DefaultZone), target);
        Assert.Equal((ParseStatus.Partial, "h1", "open"), (decoder.Status, target.Text(layout.Find("host.name")), target.Text(layout.Find("example.doorman.state"))));
    }

    private static string?[] Decoded(DecoderSet set, string text, params string[] fields)
    {
        var layout = Yagura.Events.EventLayout.Of(number: 1, set.FieldNames);
        var target = new Yagura.Events.Event();
        set.Bind(layout).Decode(Lines.Record(text), new SourceContext(decoder: null, SourceContext.DefaultZone), target);
        return [.. fields.Select(field => layout.Find(field) is var slot && target.Has(slot) ? target.Text(slot) : null)];
    }

    private DecoderSet Load(string text)
    {
        Directory.CreateDirectory(Path.Combine(folder, "example"));
        File.WriteAllText(Path.Combine(folder, "example", "doorman.yaml"), text);
        return DecoderSet.Load([folder]);
    }
}
