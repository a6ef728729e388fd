using Xunit;
using Yagura.Decoding;
using Yagura.Detection;
using Yagura.Detection.Sigma;
using Yagura.Events;

namespace Yagura.Tests.Detection;

/// <summary>SigmaHQ's rules of each kind find what our decoders made of a line.</summary>
public sealed class PublicRulesTests
{
    private static readonly DecoderSet Decoders = DecoderSet.Load([Path.Combine(TestData.Root, "decoders")]);

    [Theory]
    [InlineData("windows/process_creation", @"{""@timestamp"":""2026-11-22T03:00:00Z"",""winlog"":{""channel"":""Microsoft-Windows-Sysmon/Operational"",""event_id"":""1"",""provider_name"":""Microsoft-Windows-Sysmon"",""computer_name"":""pc1.example.jp"",""event_data"":{""Image"":""C:\\Windows\\System32\\whoami.exe"",""OriginalFileName"":""whoami.exe"",""CommandLine"":""whoami /priv"",""ParentImage"":""C:\\Windows\\System32\\cmd.exe"",""User"":""EXAMPLE\\sato""}},""event"":{""code"":""1""}}")]
    [InlineData("linux/auditd", @"type=EXECVE msg=audit(1763780400.123:4711): argc=3 a0=""chattr"" a1=""-i"" a2=""/etc/passwd""")]
    [InlineData("linux/process_creation", @"type=SYSCALL msg=audit(1763780400.123:4712): arch=c000003e syscall=59 success=yes exit=0 ppid=1 pid=77 auid=1000 uid=0 exe=""/usr/bin/nc"" comm=""nc"" key=""susp_activity""")]
    [InlineData("web/webserver_generic", @"192.0.2.9 - - [22/Nov/2026:12:00:00 +0900] ""GET /index.php?id=1%20UNION%20SELECT%201,2 HTTP/1.1"" 200 512 ""-"" ""Mozilla/5.0""")]
    [InlineData("web/proxy_generic", @"2026-11-22 03:00:00 56 192.0.2.31 sato - - OBSERVED ""none"" - 200 TCP_NC_MISS GET text/html http www.example.com 80 /a.ps1 - ps1 ""Mozilla/5.0 (Windows NT; Windows NT 10.0; ja-JP) WindowsPowerShell/5.1"" 192.0.2.1 4512 300 -")]
    [InlineData("network/dns", @"22-Nov-2026 12:00:00.123 queries: info: client @0x7f 192.0.2.31#53211 (xmr-eu1.nanopool.org): query: xmr-eu1.nanopool.org IN A + (192.0.2.53)")]
    [InlineData("network/firewall", @"date=2026-11-22 time=12:00:00 devname=""fw1"" devid=""FG1"" logid=""0000000013"" type=""traffic"" subtype=""forward"" level=""notice"" srcip=192.0.2.31 srcport=51000 dstip=198.51.100.10 dstport=23 proto=6 action=""accept"" service=""TELNET""")]
    [InlineData("network/fortinet", @"date=2026-11-22 time=12:00:00 devname=""fw1"" devid=""FG1"" logid=""0100044547"" type=""event"" subtype=""system"" level=""information"" vd=""root"" logdesc=""Object attribute configured"" user=""admin"" ui=""GUI(192.0.2.5)"" action=""Add"" cfgtid=1 cfgpath=""system.admin"" cfgobj=""backup2"" msg=""Add system.admin backup2""")]
    [InlineData("category/antivirus", @"<134>Nov 22 12:00:00 av1 clamd[77]: /srv/share/a.exe: Win.Tool.Mimikatz-9778124-0 FOUND")]
    [InlineData("network/zeek", @"{""ts"":1763780400.1,""uid"":""C1"",""id.orig_h"":""198.51.100.31"",""id.orig_p"":53211,""id.resp_h"":""192.0.2.10"",""id.resp_p"":3389,""cookie"":""admin"",""result"":""Success"",""_path"":""rdp""}")]
    [InlineData("network/cisco", @"<189>Nov 22 12:00:00 sw1 123: Nov 22 12:00:00 JST: %PARSER-5-CFGLOG_LOGGEDCMD: User:admin  logged command:clear logging")]
    [InlineData("cloud/aws", @"{""eventVersion"":""1.08"",""userIdentity"":{""type"":""IAMUser"",""userName"":""sato"",""accountId"":""123456789012""},""eventTime"":""2026-11-22T03:00:00Z"",""eventSource"":""cloudtrail.amazonaws.com"",""eventName"":""StopLogging"",""awsRegion"":""ap-northeast-1"",""sourceIPAddress"":""192.0.2.9"",""userAgent"":""aws-cli/2"",""eventID"":""e-1"",""eventType"":""AwsApiCall""}")]
    [InlineData("cloud/azure", @"{""time"":""2026-11-22T03:00:00Z"",""resourceId"":""/SUBSCRIPTIONS/S1/RESOURCEGROUPS/G1"",""operationName"":""MICROSOFT.AUTHORIZATION/ROLEASSIGNMENTS/WRITE"",""category"":""Administrative"",""resultType"":""Success"",""callerIpAddress"":""192.0.2.9"",""correlationId"":""c1"",""identity"":{""claims"":{""name"":""sato""}},""level"":""Information""}")]
    [InlineData("cloud/m365", @"{""CreationTime"":""2026-11-22T03:00:00"",""Id"":""i1"",""Operation"":""Disable Strong Authentication."",""OrganizationId"":""o1"",""RecordType"":8,""ResultStatus"":""Success"",""UserKey"":""k"",""UserType"":0,""Version"":1,""Workload"":""AzureActiveDirectory"",""UserId"":""admin@example.jp"",""ClientIP"":""192.0.2.9""}")]
    public void A_public_rule_of_each_kind_fires_on_a_decoded_line(string folder, string line)
    {
        var rules = RuleSet.Load([Path.Combine(TestData.Shared("sigma"), "rules", "rules", folder)]);
        var layout = EventLayout.Of(1, Decoders.FieldNames.Concat(Detector.FieldNamesOf(rules)));
        var made = new Event();

        Assert.True(Decoders.Bind(layout).Decode(Some.Record(1, Some.Noon, line), new SourceContext(null, "Asia/Tokyo"), made));

        Assert.NotEmpty(new Detector(rules, layout, "node-1").Offer(made));
    }
}
