using System.Security.Cryptography;
using System.Text;

namespace Yagura.Demo;

/// <summary>One line of the attack, at a time after its beginning.</summary>
internal sealed record AttackStep(TimeSpan After, string Device, Func<DateTimeOffset, string> Line);

/// <summary>The attack that the demo shows: a web attack, a malware mail, a password that is guessed, and a call home.</summary>
internal static class Attack
{
    /// <summary>The steps in order of time.</summary>
    public static IReadOnlyList<AttackStep> Steps() =>
        [.. WebAttack().Concat(MalwareMail()).Concat(PasswordGuessed()).Concat(CallHome()).OrderBy(step => step.After)];

    private static IEnumerable<AttackStep> WebAttack() =>
        Enumerable.Range(0, 12).Select(i => new AttackStep(TimeSpan.FromSeconds(i * 0.4), "waf1", at =>
            OrdinaryLines.Header(131, at, "waf1")
            + $"apache: [{at:ddd MMM dd HH:mm:ss.ffffff yyyy}] [security2:error] [pid 4121:tid 1403] [client {Institution.Attacker}:{40100 + i}] [client {Institution.Attacker}] ModSecurity: Access denied with code 403 (phase 2). "
            + "detected SQLi using libinjection. [file \"/etc/modsecurity/crs/rules/REQUEST-942-APPLICATION-ATTACK-SQLI.conf\"] [line \"66\"] [id \"942100\"] [msg \"SQL Injection Attack Detected via libinjection\"] "
            + $"[severity \"CRITICAL\"] [tag \"attack-sqli\"] [hostname \"www.example.jp\"] [uri \"/search\"] [unique_id \"ZXhhbXBsZS0{i:00}\"]"));

    /// <summary>Another file each day, so that yesterday's judgement does not answer today's alert.</summary>
    private static string Hash(DateTimeOffset at) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes($"demo {at:yyyy-MM-dd}")));

    private static IEnumerable<AttackStep> MalwareMail() =>
        [new(TimeSpan.FromSeconds(6), "sandbox1", at =>
            OrdinaryLines.Header(129, at, "sandbox1")
            + $"CEF:0|FireEye|MPS|9.1.1|MO|malware-object|9|rt={at.ToUnixTimeMilliseconds()} dvchost=sandbox1 src={Institution.Attacker} dst=192.0.2.25 suser=invoice@example.com duser=tanaka@example.jp fname=invoice.xlsm fileHash={Hash(at)} act=notified cs1Label=sname cs1=Trojan.Example.Dropper externalId={at.ToUnixTimeSeconds() % 1_000_000}")];

    private static IEnumerable<AttackStep> PasswordGuessed()
    {
        for (var i = 0; i < 30; i++)
        {
            var attempt = i;
            yield return new AttackStep(TimeSpan.FromSeconds(8 + attempt * 0.2), "files1", at =>
                OrdinaryLines.Header(86, at, "files1") + $"sshd[{6100 + attempt}]: Failed password for invalid user admin{attempt % 5} from {Institution.Attacker} port {41000 + attempt} ssh2");
        }

        yield return new AttackStep(TimeSpan.FromSeconds(15), "files1", at =>
            OrdinaryLines.Header(86, at, "files1") + $"sshd[6200]: Accepted password for tanaka from {Institution.Attacker} port 41200 ssh2");
    }

    private static IEnumerable<AttackStep> CallHome() =>
        [.. Enumerable.Range(0, 3).Select(i => new AttackStep(TimeSpan.FromSeconds(17 + i), "fw1", at =>
            $"<189>date={at:yyyy-MM-dd} time={at:HH:mm:ss} devname=\"fw1\" devid=\"FGT60EXAMPLE0001\" eventtime={at.ToUnixTimeMilliseconds()}000000 tz=\"+0900\" logid=\"0000000013\" type=\"traffic\" subtype=\"forward\" level=\"notice\" vd=\"root\" "
            + $"srcip={Institution.Victim} srcport={50120 + i} srcintf=\"dmz\" srcintfrole=\"dmz\" dstip={Institution.Controller} dstport=443 dstintf=\"wan1\" dstintfrole=\"wan\" sessionid={880000 + i} proto=6 action=\"close\" policyid=12 service=\"HTTPS\" duration=3 sentbyte=2048 rcvdbyte=512 sentpkt=9 rcvdpkt=7")),
        new(TimeSpan.FromSeconds(18), "ips1", at =>
            OrdinaryLines.Header(129, at, "ips1") + "suricata[812]: "
            + $"{{\"timestamp\":\"{at:yyyy-MM-ddTHH:mm:ss.ffffff}+0900\",\"flow_id\":880011223344,\"in_iface\":\"eth1\",\"event_type\":\"alert\",\"src_ip\":\"{Institution.Victim}\",\"src_port\":50123,\"dest_ip\":\"{Institution.Controller}\",\"dest_port\":443,\"proto\":\"TCP\","
            + "\"alert\":{\"action\":\"allowed\",\"gid\":1,\"signature_id\":9000001,\"rev\":1,\"signature\":\"EXAMPLE MALWARE Command and control check-in\",\"category\":\"Malware Command and Control Activity Detected\",\"severity\":1}}")];
}
