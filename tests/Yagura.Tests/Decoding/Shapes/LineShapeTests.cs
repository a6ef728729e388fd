using System.Text;
using Xunit;
using Yagura.Decoding;
using Yagura.Decoding.Definitions;
using Yagura.Decoding.Shapes;
using Yagura.Events;

namespace Yagura.Tests.Decoding.Shapes;

public sealed class LineShapeTests
{
    private static readonly ReceiveTime Now = ReceiveTime.From(new DateTimeOffset(2026, 11, 22, 3, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(null, "door 7 opened by badge A-42 from 192.0.2.9:514", "door %{int} opened by badge %{word} from %{ip}:%{int}")]
    [InlineData(null, "session from 2001:db8::9 closed.", "session from %{ip} closed.")]
    [InlineData(null, "deny user=alice why=\"too late\" n=3", "deny user=%{word} why=\"%{some}\" n=%{int}")]
    [InlineData(null, "fan 100% (ok)", "fan %{word} (ok)")]
    [InlineData(null, "", "")]
    [InlineData("generic/kv", "a=1 b-c=\"x y\" a=2", "kv: a b-c")]
    [InlineData("generic/json", """{"a":1,"b":{"c":[1,2]},"d":"x"}""", "json: a b d")]
    [InlineData("generic/json", """{"a":1,"b":{"c":[1,""", "json: a b")]
    public void A_shape_keeps_what_lines_of_one_sentence_have_in_common(string? decoder, string line, string expected) =>
        Assert.Equal(expected, LineShape.Of(decoder, Encoding.UTF8.GetBytes(line)));

    [Theory]
    [InlineData("login of user alice failed", "login of user bob failed", "login of user %{word} failed")]
    [InlineData("login of user %{word} failed", "login of user carol failed", "login of user %{word} failed")]
    [InlineData("login of alice failed now", "logout of bob went well", null)]
    [InlineData("a b", "a c", null)]
    [InlineData("kv: a b c d", "kv: a b c e", null)]
    public void Sentences_that_differ_in_a_name_are_one(string left, string right, string? merged) => Assert.Equal(merged, LineShape.Merged(left, right));

    [Theory]
    [InlineData("<14>Nov 22 12:00:00 gate1 doorman: door 7 opened by badge A-42 from 192.0.2.9", "<14>Nov 22 12:00:01 gate1 doorman: door 9 opened by badge B-1 from 192.0.2.8")]
    [InlineData("zutritt verweigert an tor 7", "zutritt verweigert an tor 9")]
    [InlineData("""weird "quoted 'text' \" and % {braces} %{word} [x=1] 100%""", "other: 'single' \t tab \u0001 control")]
    public void A_draft_loads_and_its_samples_hold(params string[] lines)
    {
        var folder = Directory.CreateTempSubdirectory("yagura-draft-");
        try
        {
            var shapes = lines.Select(Shape).ToList();
            var text = DecoderDraft.Write("local/gate", shapes[0].Program, [.. shapes.Select(shape => shape.Text).Distinct()], [.. lines.Select(line => new DraftSample(line, Now))]);
            Directory.CreateDirectory(Path.Combine(folder.FullName, "local"));
            File.WriteAllText(Path.Combine(folder.FullName, "local", "gate.yaml"), text);

            Assert.Empty(new SampleRunner(DecoderSet.Load([folder.FullName])).Run("local/gate"));
            Assert.Equal(lines.Length, text.Split('\n').Count(line => line.Contains("status: ok", StringComparison.Ordinal)));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Any_bytes_have_a_shape_and_a_draft_that_loads()
    {
        var random = new Random(20214);
        string[] pieces = ["word", " ", "%", "{", "}", "%{", "[", "%[", "%]", "192.0.2.1", "2001:db8::1", "12", "=", "\"", "'", ":", "日本語", "\t", "\0", "\u2028", "\\", "a1", "#", "- "];
        for (var round = 0; round < 2_000; round++)
        {
            var line = "x " + string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => pieces[random.Next(pieces.Length)]));
            var shape = LineShape.Of(null, Encoding.UTF8.GetBytes(line));
            Assert.True(shape.Length <= LineShape.LengthMax + 64, line);
            var text = DecoderDraft.Write("local/any", "", [shape], [new DraftSample(line, Now)]);
            _ = DecoderFileReader.Read("any.yaml", "local/any", text);
        }
    }

    [Theory]
    [InlineData("{\"a\":1,\"a\":2,\"b\":3}")]
    [InlineData("{\"x, y\":4,\"k: {\":5,\"#\":\"z\",\"\":6,\"日本\":7,\"- q\":\"8\"}")]
    public void A_draft_of_an_object_with_odd_keys_passes_its_own_samples(string line)
    {
        var text = DecoderDraft.Write("local/any", "", [LineShape.Of("generic/json", Encoding.UTF8.GetBytes(line))], [new DraftSample(line, Now)]);
        var set = DecoderSet.Of([DecoderFileReader.Read("any.yaml", "local/any", text).Definition]);
        Assert.Equal([], new SampleRunner(set).Run("local/any"));
    }

    [Fact]
    public void A_draft_under_no_id_is_refused() =>
        Assert.Throws<DecoderLoadException>(() => DecoderDraft.Write("../etc", "x", ["a b"], []));

    private static (string Program, string Text) Shape(string line)
    {
        var decoders = DecoderSet.Of([]);
        var decoder = decoders.Bind(EventLayout.Of(number: 1, decoders.FieldNames));
        var target = new Event();
        var record = new RawRecord { ReceivedAt = Now, Source = "s", Identity = SenderIdentity.None, Via = "import", Peer = "p", Payload = Encoding.UTF8.GetBytes(line) };
        Assert.True(decoder.Decode(new StoredRecord(1, record, 0), SourceContext.Of(null), target));
        return (target.Text(decoder.Layout.Find("log.syslog.appname")) ?? "", LineShape.Of(decoder.DecoderId, target.Bytes(WellKnown.Message)));
    }
}
