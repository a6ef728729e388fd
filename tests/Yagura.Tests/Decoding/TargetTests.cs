using System.Text;
using Xunit;
using Yagura.Decoding;
using Yagura.Events;

namespace Yagura.Tests.Decoding;

/// <summary>What goes from a part into a field: several values, values of other kinds under one key, numbers.</summary>
public sealed class TargetTests
{
    private const string Md5 = "00112233445566778899aabbccddeeff";
    private const string Sha1 = "00112233445566778899aabbccddeeff00112233";
    private const string Sha256 = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    /// <summary>All decoders, and one of the tests' own: compiling them takes a second, so it is done once.</summary>
    private static readonly Lazy<Yagura.Decoding.Decoder> Bound = new(Bind);

    [Fact]
    public void Of_several_hashes_each_goes_into_the_field_of_its_length()
    {
        var read = Decode($$"""{"zone":1,"hashes":["{{Md5}}","{{Sha256}}"]}""");
        Assert.Equal((Md5, null, Sha256), (read("file.hash.md5"), read("file.hash.sha1"), read("file.hash.sha256")));
        read = Decode($$"""{"zone":1,"hashes":["{{Sha1}}"]}""");
        Assert.Equal((null, Sha1, null), (read("file.hash.md5"), read("file.hash.sha1"), read("file.hash.sha256")));
    }

    [Fact]
    public void Of_several_values_only_hardware_addresses_are_hardware_addresses() =>
        Assert.Equal("00-00-5E-00-53-01,00-00-5E-00-53-02", Decode("""{"zone":1,"macs":["00:00:5e:00:53:01","limit","00005e005302"]}""")("source.mac"));

    [Theory]
    [InlineData("a, b,,c ", "a,b,c")]
    [InlineData("a", "a")]
    [InlineData("a,a", "a,a")]
    [InlineData(",", null)]
    public void A_split_value_becomes_several_under_a_vendors_key_too(string written, string? expected) =>
        Assert.Equal(expected, Decode($$"""{"zone":1,"rules":"{{written}}"}""")("x.z.rule"));

    [Theory]
    [InlineData("0042", "42")]
    [InlineData("000", "0")]
    [InlineData("0", "0")]
    [InlineData("42", "42")]
    [InlineData("4200", "4200")]
    public void Zeros_before_a_number_are_no_part_of_it(string written, string expected)
    {
        var read = Decode($$"""{"zone":1,"pid":"{{written}}","ports":["{{written}}","7"]}""");
        Assert.Equal((expected, expected + ",7"), (read("process.pid"), read("source.port")));
    }

    [Theory]
    [InlineData("agent1", null)]
    [InlineData("Tool", "77")]
    [InlineData("tool.exe", "77")]
    public void The_number_of_a_process_is_not_its_watchers(string program, string? expected)
    {
        var read = Decode($$"""<38>Nov 22 12:00:00 h1 {{program}}[77]: {"zone":1,"tool":"tool"}""");
        Assert.Equal(("tool", expected), (read("process.name"), read("process.pid")));
    }

    [Fact]
    public void Words_of_a_text_that_another_decoder_read_are_not_read_again()
    {
        var read = Decode("""{"zone":1,"text":"Failed password for tanaka from 192.0.2.1 port 4000 ssh2 on path 2026\\budget.xlsx","by":"sshd"}""");
        Assert.Equal(("openbsd/sshd", "tanaka", null), (read("yagura.parse.decoder"), read("user.name"), read("x.z.path")));
        Assert.NotNull(Decode("""{"zone":1,"text":"nobody knows of path /srv/budget","by":"nobody"}""")("x.z.path"));
    }

    private static Func<string, string?> Decode(string line)
    {
        var target = new Event();
        Assert.True(Bound.Value.Decode(Lines.Record(line), new SourceContext(decoder: null, SourceContext.DefaultZone), target));
        var undeclared = Enumerable.Range(0, target.UndeclaredCount).Select(target.Undeclared).ToLookup(one => Encoding.UTF8.GetString(target.Bytes(one.Name)), one => Encoding.UTF8.GetString(target.Bytes(one.Value)), StringComparer.Ordinal);
        return field => target.Layout.Find(field) is var slot && target.Has(slot) ? target.Text(slot) : undeclared[field].FirstOrDefault();
    }

    private static Yagura.Decoding.Decoder Bind()
    {
        var folder = Directory.CreateTempSubdirectory("decoders");
        File.WriteAllText(Path.Combine(folder.CreateSubdirectory("x").FullName, "z.yaml"), """
            decoder: x/z
            title: Zones
            rank: 1
            recognise: [{starts: ["{\"zone\":"]}]
            steps:
              - {json: {}}
              - {required: false, on: text, patterns: ["%{~body}"]}
              - {required: false, on: "~body", patterns: ["%{~line}"]}
            inner: {line: "~line", program: by}
            fields:
              hashes: [file.hash.md5, file.hash.sha1, file.hash.sha256]
              macs: source.mac
              rules: {to: x.z.rule, split: ","}
              pid: process.pid
              ports: source.port
              tool: process.name
            """);
        var decoders = DecoderSet.Load([Path.Combine(TestData.Root, "decoders"), folder.FullName]);
        folder.Delete(recursive: true);
        return decoders.Bind(EventLayout.Of(number: 1, decoders.FieldNames));
    }
}
