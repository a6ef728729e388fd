using Xunit;
using Yagura.Decoding;
using Yagura.Detection;
using Yagura.Detection.Findings;
using Yagura.Detection.Sigma;
using Yagura.Events;
using YamlDotNet.RepresentationModel;

namespace Yagura.Tests.Detection;

/// <summary>The rules that the product ships: each has ATT&amp;CK tags, an author, a licence, a title and a note in both languages, and samples that are run.</summary>
public sealed class OwnRulesTests
{
    private static readonly string Folder = Path.Combine(TestData.Root, "rules");

    // Loaded once: a sample is a fraction of a millisecond, the folders are seconds.
    private static readonly RuleSet Shipped = RuleSet.Load([Folder]);
    private static readonly DecoderSet Decoders = DecoderSet.Load([Path.Combine(TestData.Root, "decoders")]);
    private static readonly EventLayout Layout = EventLayout.Of(1, Decoders.FieldNames.Concat(Detector.FieldNamesOf(Shipped)));
    private static readonly Decoder Bound = Decoders.Bind(Layout);

    public static TheoryData<string, int> Documents()
    {
        var data = new TheoryData<string, int>();
        foreach (var file in Directory.EnumerateFiles(Folder, "*.yaml", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) is not ("values.yaml" or "suppressions.yaml")).Order(StringComparer.Ordinal))
        {
            for (var i = 0; i < Read(file).Count; i++)
                data.Add(Path.GetRelativePath(Folder, file), i);
        }

        return data;
    }

    [Fact]
    public void None_is_refused()
    {
        Assert.Empty(Shipped.Refusals);
        Assert.Empty(Shipped.Warnings);
        Assert.All(Shipped.Rules, rule => Assert.True(rule.Author is not null && rule.Licence is not null && rule.TitleJapanese is not null && rule.Note is not null && rule.NoteJapanese is not null && rule.Tags.Any(tag => tag.StartsWith("attack.t", StringComparison.Ordinal)), rule.File));
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Its_samples_match_and_its_counter_samples_do_not(string file, int document)
    {
        var root = Read(Path.Combine(Folder, file))[document];
        var id = ((YamlScalarNode)root["id"]).Value!;
        var samples = (YamlMappingNode)root["yagura"]["samples"];
        var match = (YamlSequenceNode)samples["match"];
        var correlation = root.Children.ContainsKey("correlation");

        // A rule that only feeds a correlation makes no finding; its match samples are the correlation's.
        // A correlation that only feeds another has no match sample either, and says by its level that nobody is called for it.
        if (correlation && match.Children.Count == 0)
            Assert.Equal("informational", ((YamlScalarNode)root["level"]).Value);
        else if (correlation)
            Assert.Contains(id, Offer(match.Children));
        else
            Assert.All(match.Children, sample => Assert.Contains(id, Offer([sample])));
        if (correlation)
            Assert.DoesNotContain(id, Offer(((YamlSequenceNode)samples["no-match"]).Children));
        else
            Assert.All(((YamlSequenceNode)samples["no-match"]).Children, sample => Assert.DoesNotContain(id, Offer([sample])));
    }

    [Theory]
    [InlineData("{product: windows, category: process_creation}", "Image|endswith: '\\cmd.exe'", """{"EventID":1,"Channel":"Microsoft-Windows-Sysmon/Operational","Hostname":"pc1","Image":"C:\\Windows\\System32\\cmd.exe"}""")]
    [InlineData("{product: windows, category: process_creation}", "Image|endswith: '\\cmd.exe'", """{"EventID":4688,"Channel":"Security","Hostname":"pc1","NewProcessName":"C:\\Windows\\System32\\cmd.exe"}""")]
    [InlineData("{product: windows, category: process_creation}", "CommandLine|contains: whoami", "<Event xmlns='x'><System><Provider Name='Microsoft-Windows-Security-Auditing'/><EventID>4688</EventID><Channel>Security</Channel><Computer>pc1</Computer></System><EventData><Data Name='CommandLine'>cmd /c whoami</Data></EventData></Event>")]
    [InlineData("{product: windows, category: registry_set}", "TargetObject|endswith: '\\Run\\a'", """{"@timestamp":"2026-11-22T03:00:00Z","winlog":{"channel":"Microsoft-Windows-Sysmon/Operational","event_id":"13","event_data":{"TargetObject":"HKLM\\Software\\Run\\a"}}}""")]
    [InlineData("{product: windows, service: system}", "Provider_Name: Service Control Manager", "<Event xmlns='x'><System><Provider Name='Service Control Manager'/><EventID Qualifiers='16384'>7045</EventID><Channel>System</Channel><Computer>pc1</Computer></System><EventData><Data Name='ServiceName'>a</Data></EventData></Event>")]
    [InlineData("{product: windows, service: security}", "EventID: 4625", """{"EventID":4625,"Channel":"Security","Hostname":"pc1","TargetUserName":"hanako"}""")]
    [InlineData("{product: linux, service: auditd}", "a1: 2F6574632F736861646F77", "type=EXECVE msg=audit(1795316400.243:24287): argc=2 a0=\"cat\" a1=2F6574632F736861646F77")]
    [InlineData("{product: linux, category: process_creation}", "CommandLine|contains: shadow", "type=PROCTITLE msg=audit(1795316400.243:24287): proctitle=636174002F6574632F736861646F77")]
    [InlineData("{product: aws, service: cloudtrail}", "userIdentity.type: Root", """{"Records":[{"eventVersion":"1.08","userIdentity":{"type":"Root"},"eventTime":"2026-11-22T03:00:00Z","eventSource":"signin.amazonaws.com","eventName":"ConsoleLogin"}]}""")]
    [InlineData("{product: azure, service: signinlogs}", "ResultType: 50126", """{"time":"2026-11-22T03:00:05Z","resourceId":"/t","operationName":"Sign-in activity","category":"SignInLogs","resultType":"50126"}""")]
    [InlineData("{product: m365, service: audit}", "Operation: New-InboxRule", """{"CreationTime":"2026-11-22T03:00:00","Operation":"New-InboxRule","RecordType":1,"Workload":"Exchange","UserId":"hanako@example.jp"}""")]
    [InlineData("{product: fortigate, service: fortigate}", "action: deny", "date=2026-11-22 time=12:00:00 devname=\"fw1\" devid=\"FGT60F0000000001\" logid=\"0000000013\" type=\"traffic\" subtype=\"forward\" level=\"notice\" vd=\"root\" srcip=192.0.2.10 srcport=51000 dstip=198.51.100.20 dstport=443 action=\"deny\"")]
    [InlineData("{category: webserver}", "cs-uri-query|contains: passwd", "203.0.113.5 - - [22/Nov/2026:12:00:00 +0900] \"GET /index.html?f=/etc/passwd HTTP/1.1\" 200 512 \"-\" \"Mozilla/5.0\"")]
    public void Sigmas_field_names_reach_decoded_events(string logSource, string item, string line)
    {
        var rules = Some.Rules($"title: a\nid: r1\nlogsource: {logSource}\ndetection:\n  a: {{{item}}}\n  condition: a\n");
        Assert.Empty(rules.Refusals);
        var layout = EventLayout.Of(1, Decoders.FieldNames.Concat(Detector.FieldNamesOf(rules)));
        var made = new Event();
        Decoders.Bind(layout).Decode(Some.Record(1, Some.Noon, line), new SourceContext(null, "Asia/Tokyo"), made);
        Assert.Single(new Detector(rules, layout, "node-1").Offer(made));
    }

    private static HashSet<string> Offer(IEnumerable<YamlNode> samples)
    {
        var detector = new Detector(Shipped, Layout, "node-1");
        var found = new List<Finding>();
        var sequence = 0;
        foreach (var sample in samples.Cast<YamlMappingNode>())
        {
            var times = sample.Children.TryGetValue("times", out var number) ? int.Parse(((YamlScalarNode)number).Value!) : 1;
            for (var n = 1; n <= times; n++)
            {
                sequence++;
                foreach (var made in Events(sample, Some.Noon.AddMilliseconds(200 * sequence), sequence, n))
                    found.AddRange(detector.Offer(made));
            }
        }

        return [.. found.Select(finding => finding.RuleId)];
    }

    private static IEnumerable<Event> Events(YamlMappingNode sample, DateTimeOffset at, int sequence, int n)
    {
        if (sample.Children.TryGetValue("line", out var line))
        {
            var made = new Event();
            Bound.Decode(Some.Record(sequence, at, ((YamlScalarNode)line).Value!.Replace("{n}", n.ToString(), StringComparison.Ordinal)), new SourceContext(null, "Asia/Tokyo"), made);
            return [made];
        }

        var fields = ((YamlMappingNode)sample["fields"]).Children
            .Select(field => (((YamlScalarNode)field.Key).Value!, ((YamlScalarNode)field.Value).Value!.Replace("{n}", n.ToString(), StringComparison.Ordinal)));
        return [Some.Event(Layout, Some.Record(sequence, at), fields)];
    }

    private static List<YamlMappingNode> Read(string file)
    {
        using var text = new StreamReader(file, System.Text.Encoding.UTF8);
        var stream = new YamlStream();
        stream.Load(text);
        return [.. stream.Documents.Select(document => (YamlMappingNode)document.RootNode)];
    }
}
