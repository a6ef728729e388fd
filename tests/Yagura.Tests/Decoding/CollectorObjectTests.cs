using Xunit;
using Yagura.Decoding;

namespace Yagura.Tests.Decoding;

/// <summary>Vendors' objects in those of collectors: names count where the decoder means them.</summary>
public sealed class CollectorObjectTests
{
    private const string Eve = """{"timestamp":"2026-11-22T12:00:00.000001+0900","flow_id":1,"event_type":"alert","src_ip":"192.0.2.1","src_port":4000,"dest_ip":"198.51.100.2","dest_port":80,"proto":"TCP","alert":{"action":"allowed","signature_id":9,"signature":"s"}}""";

    private const string CloudTrail = """{"eventVersion":"1.09","userIdentity":{"type":"IAMUser","userName":"tanaka"},"eventTime":"2026-11-22T03:00:00Z","eventSource":"iam.amazonaws.com","eventName":"CreateUser","awsRegion":"ap-northeast-1","sourceIPAddress":"192.0.2.1"}""";

    private const string Okta = """{"uuid":"u1","published":"2026-11-22T03:00:00.000Z","eventType":"user.session.start","displayMessage":"User login","outcome":{"result":"SUCCESS"},"actor":{"alternateId":"tanaka@example.jp"},"client":{"ipAddress":"192.0.2.1"}}""";

    private const string Office = """{"CreationTime":"2026-11-22T03:00:00","Id":"i1","Operation":"UserLoggedIn","RecordType":15,"Workload":"AzureActiveDirectory","UserId":"tanaka@example.jp","ClientIP":"192.0.2.1"}""";

    private const string Zeek = """{"ts":1795316400.1,"uid":"C1","id.orig_h":"192.0.2.1","id.orig_p":4000,"id.resp_h":"198.51.100.2","id.resp_p":80,"proto":"tcp","conn_state":"SF"}""";

    private const string SignIn = """{"time":"2026-11-22T03:00:00Z","resourceId":"/tenants/t1/providers/Microsoft.aadiam","operationName":"Sign-in activity","category":"SignInLogs","resultType":"0","callerIpAddress":"192.0.2.1","properties":{"userPrincipalName":"tanaka@example.jp"}}""";

    private const string Workspace = """{"kind":"admin#reports#activity","id":{"time":"2026-11-22T03:00:00.000Z","applicationName":"login"},"actor":{"email":"tanaka@example.jp"},"ipAddress":"192.0.2.1","events":[{"type":"login","name":"login_success"}]}""";

    private const string Windows = """{"@timestamp":"2026-11-22T03:00:00.000Z","agent":{"type":"winlogbeat"},"winlog":{"event_id":4625,"channel":"Security","computer_name":"dc1.example.jp","provider_name":"Microsoft-Windows-Security-Auditing","event_data":{"TargetUserName":"tanaka","IpAddress":"192.0.2.1"}},"message":"An account failed to log on."}""";

    private static readonly Lines Alone = new();
    private static readonly Lines Wrapped = new();

    private static readonly (string Decoder, string Object)[] Vendors =
    [
        ("suricata/eve", Eve), ("aws/cloudtrail", CloudTrail), ("okta/system", Okta), ("microsoft/m365", Office), ("zeek/json", Zeek),
        ("microsoft/azure", SignIn), ("google/workspace", Workspace), ("microsoft/windows", Windows),
    ];

    /// <summary>Objects of collectors, with OBJECT where the vendor's stands.</summary>
    public static TheoryData<string> Collectors =>
    [
        """{"time":1795316400.1,"host":"h1","source":"s","sourcetype":"t","index":"main","event":OBJECT}""",
        """{"event":OBJECT,"sourcetype":"t"}""",
        """{"_index":"logs-1","_id":"a1","_version":1,"_score":null,"_source":OBJECT}""",
        """{"version":"0","id":"7c1","detail-type":"A Call","source":"example","account":"000000000000","time":"2026-11-22T03:00:00Z","region":"ap-northeast-1","resources":[],"detail":OBJECT}""",
        """{"records":[OBJECT]}""",
        """{"schema":{"type":"struct","optional":false},"payload":OBJECT}""",
        """{"topic":"t","partition":0,"offset":7,"key":null,"timestamp":1795316400000,"value":OBJECT}""",
        """{"@timestamp":"2026-11-22T03:00:00.000Z","agent":{"type":"filebeat","version":"8.17.0"},"ecs":{"version":"8.0.0"},"host":{"name":"h1"},"log":{"file":{"path":"/var/log/x.json"}},"json":OBJECT}""",
        """{"date":1795316400.1,"stream":"stdout","log_processed":OBJECT,"kubernetes":{"pod_name":"a","namespace_name":"b"}}""",
        """{"@timestamp":"2026-11-22T03:00:00.000Z","@version":"1","host":"h1","parsed":OBJECT}""",
        """{"collector":"c1","tenant":"t1","deep":{"result":[OBJECT]}}""",
        """{"time":1795316400.1,"host":"h1","sourcetype":"t","event":{"_index":"x","_source":OBJECT}}""",
    ];

    [Theory]
    [MemberData(nameof(Collectors))]
    public void The_decoder_whose_names_stand_in_a_collectors_object_reads_the_object_that_has_them(string collector)
    {
        foreach (var (decoder, inside) in Vendors)
        {
            foreach (var hint in new[] { decoder, null })
            {
                var (alone, wrapped) = (Decoded(inside, hint, Alone), Decoded(collector.Replace("OBJECT", inside, StringComparison.Ordinal), hint));
                Assert.Equal(decoder, wrapped["yagura.parse.decoder"]);
                Assert.Equal("192.0.2.1", wrapped["source.ip"]);
                foreach (var field in new[] { "user.name", "user.email", "event.action", "event.code", "destination.port", "event.outcome" })
                    Assert.Equal(alone[field], wrapped[field]);
            }
        }
    }

    [Fact]
    public void What_the_collector_says_of_host_and_file_is_kept()
    {
        var lines = Decoded("""{"@timestamp":"2026-11-22T04:00:00.000Z","agent":{"type":"filebeat"},"ecs":{"version":"8.0.0"},"host":{"name":"h1"},"log":{"file":{"path":"/var/log/eve.json"}},"json":OBJECT}""".Replace("OBJECT", Eve, StringComparison.Ordinal), "suricata/eve");
        IEnumerable<string?> expected = ["suricata/eve", "h1", "/var/log/eve.json", "2026-11-22T03:00:00.0000010Z"];
        Assert.Equal(expected, [lines["yagura.parse.decoder"], lines["host.name"], lines["log.file.path"], lines["@timestamp"]]);
    }

    /// <summary>tanium/threat-response asks for computer_name, event and timestamp: here one is the collector's, the others Windows'.</summary>
    [Fact]
    public void Names_of_which_some_are_the_collectors_are_nobodys()
    {
        var lines = Decoded("""{"timestamp":1795316400000,"topic":"t","value":{"event":{"code":"7"},"computer_name":"c1","text":"nothing that anybody knows"}}""", hint: null);
        Assert.Equal("generic/json", lines["yagura.parse.decoder"]);
    }

    [Fact]
    public void Objects_one_in_another_are_not_gone_into_without_end()
    {
        var line = string.Concat(Enumerable.Repeat("""{"a":""", 500)) + CloudTrail + new string('}', 500);
        Assert.Equal("generic/json", Decoded(line, hint: null)["yagura.parse.decoder"]);
        Assert.NotEqual("failed", Decoded(line, "aws/cloudtrail")["yagura.parse.status"]);
    }

    private static Lines Decoded(string line, string? hint, Lines? by = null)
    {
        var lines = by ?? Wrapped;
        lines.Context = new SourceContext(hint, SourceContext.DefaultZone);
        return lines.Decode(line);
    }
}
