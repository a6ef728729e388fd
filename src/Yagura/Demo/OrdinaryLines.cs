using System.Globalization;

namespace Yagura.Demo;

/// <summary>The lines that the devices send on a quiet day. A seeded generator: the same seed gives the same day.</summary>
internal sealed class OrdinaryLines(int seed)
{
    private static readonly string[] Clients = ["192.0.2.21", "192.0.2.22", "192.0.2.23", "192.0.2.34", "192.0.2.57", "192.0.2.88"];
    private static readonly string[] Servers = ["198.51.100.10", "198.51.100.20", "198.51.100.31", "203.0.113.5"];
    private static readonly string[] Names = ["www.example.jp", "news.example.com", "mail.example.jp", "update.example.net", "library.example.org"];
    private static readonly string[] Users = ["sato", "suzuki", "takahashi", "tanaka", "watanabe"];

    private readonly Random random = new(seed);

    /// <summary>The next ordinary line of a device at a time of the institution's zone.</summary>
    public string Next(string device, DateTimeOffset at) => device switch
    {
        "fw1" => Firewall(at),
        "ips1" => Flow(at),
        "waf1" => WebNotice(at),
        "sandbox1" => SandboxHealth(at),
        "dns1" => Query(at),
        "proxy1" => Proxy(at),
        "mail1" => Mail(at),
        _ => Session(device, at),
    };

    /// <summary>The RFC 3164 header, in local time.</summary>
    public static string Header(int priority, DateTimeOffset at, string host) =>
        $"<{priority}>{at.ToString("MMM", CultureInfo.InvariantCulture)} {at.Day,2} {at:HH:mm:ss} {host} ";

    private string Firewall(DateTimeOffset at)
    {
        var deny = random.Next(12) == 0;
        return $"<189>date={at:yyyy-MM-dd} time={at:HH:mm:ss} devname=\"fw1\" devid=\"FGT60EXAMPLE0001\" eventtime={at.ToUnixTimeMilliseconds()}000000 tz=\"+0900\" "
            + $"logid=\"0000000013\" type=\"traffic\" subtype=\"forward\" level=\"notice\" vd=\"root\" srcip={Pick(Clients)} srcport={random.Next(32768, 60999)} srcintf=\"lan\" srcintfrole=\"lan\" "
            + $"dstip={Pick(Servers)} dstport={(random.Next(4) == 0 ? 80 : 443)} dstintf=\"wan1\" dstintfrole=\"wan\" sessionid={random.Next(1_000_000)} proto=6 action=\"{(deny ? "deny" : "close")}\" "
            + $"policyid={(deny ? 0 : 7)} service=\"HTTPS\" duration={random.Next(1, 120)} sentbyte={random.Next(400, 9000)} rcvdbyte={random.Next(800, 90000)} sentpkt={random.Next(5, 40)} rcvdpkt={random.Next(5, 80)}";
    }

    private string Flow(DateTimeOffset at) =>
        Header(134, at, "ips1") + "suricata[812]: "
        + $"{{\"timestamp\":\"{at:yyyy-MM-ddTHH:mm:ss.ffffff}+0900\",\"flow_id\":{random.NextInt64(1, 2_000_000_000_000)},\"in_iface\":\"eth1\",\"event_type\":\"flow\",\"src_ip\":\"{Pick(Clients)}\",\"src_port\":{random.Next(32768, 60999)},"
        + $"\"dest_ip\":\"{Pick(Servers)}\",\"dest_port\":443,\"proto\":\"TCP\",\"app_proto\":\"tls\",\"flow\":{{\"pkts_toserver\":{random.Next(5, 40)},\"pkts_toclient\":{random.Next(5, 80)},\"bytes_toserver\":{random.Next(400, 9000)},\"bytes_toclient\":{random.Next(800, 90000)},\"state\":\"closed\",\"reason\":\"timeout\"}}}}";

    private string WebNotice(DateTimeOffset at) =>
        Header(134, at, "waf1") + "nginx: "
        + $"{Pick(Clients)} - - [{at.ToString("dd/MMM/yyyy:HH:mm:ss", CultureInfo.InvariantCulture)} +0900] \"GET /news/{random.Next(1, 400)}.html HTTP/1.1\" 200 {random.Next(900, 30000)} \"-\" \"Mozilla/5.0 (X11; Linux x86_64)\"";

    private string SandboxHealth(DateTimeOffset at) =>
        Header(134, at, "sandbox1") + $"CEF:0|FireEye|MPS|9.1.1|AN|analysis-finished|1|rt={at.ToUnixTimeMilliseconds()} dvchost=sandbox1 fileHash={random.NextInt64():x16}{random.NextInt64():x16} fname=report-{random.Next(1000)}.pdf act=notified cs1Label=verdict cs1=clean externalId={random.Next(10000, 99999)}";

    private string Query(DateTimeOffset at)
    {
        var name = Pick(Names);
        return Header(142, at, "dns1") + $"named[655]: client @0x7f12a4 {Pick(Clients)}#{random.Next(32768, 60999)} ({name}): query: {name} IN {(random.Next(3) == 0 ? "AAAA" : "A")} +E(0)K (192.0.2.53)";
    }

    private string Proxy(DateTimeOffset at) =>
        Header(134, at, "proxy1") + "squid[940]: "
        + $"{at.ToUnixTimeSeconds()}.{at.Millisecond:000} {random.Next(5, 900),6} {Pick(Clients)} TCP_TUNNEL/200 {random.Next(900, 90000)} CONNECT {Pick(Names)}:443 - HIER_DIRECT/{Pick(Servers)} -";

    private string Mail(DateTimeOffset at) =>
        Header(22, at, "mail1") + $"postfix/smtp[{random.Next(2000, 4000)}]: {random.NextInt64(0x1000000000, 0xFFFFFFFFFF):X10}: to=<{Pick(Users)}@example.jp>, relay=mx.example.jp[198.51.100.25]:25, delay=0.{random.Next(10, 99)}, delays=0.1/0/0.1/0.1, dsn=2.0.0, status=sent (250 2.0.0 Ok)";

    private string Session(string host, DateTimeOffset at) =>
        Header(86, at, host) + (random.Next(9) == 0
            ? $"sshd[{random.Next(2000, 9000)}]: Failed password for {Pick(Users)} from {Pick(Clients)} port {random.Next(32768, 60999)} ssh2"
            : $"sshd[{random.Next(2000, 9000)}]: Accepted publickey for {Pick(Users)} from {Pick(Clients)} port {random.Next(32768, 60999)} ssh2: ED25519 SHA256:EXAMPLEexampleEXAMPLEexample");

    private string Pick(string[] from) => from[random.Next(from.Length)];
}
