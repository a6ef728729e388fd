using System.Globalization;
using System.Text;

namespace Yagura.Benchmarks.EndToEnd;

/// <summary>Lines as firewalls, resolvers and ssh servers write them, about 420 bytes each, made before the clock starts.</summary>
internal static class LoadLines
{
    public const int BytesUsual = 420;

    /// <summary>A block of lines, each without its line end.</summary>
    public static IReadOnlyList<byte[]> Make(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(index => Encoding.UTF8.GetBytes(Line(random, index)))];
    }

    private static string Line(Random random, int index)
    {
        var head = (index % 10) switch
        {
            0 => string.Create(CultureInfo.InvariantCulture, $"<38>Nov 22 12:00:00 bastion.example.jp sshd[{random.Next(70000)}]: Accepted publickey for hanako from 192.0.2.{random.Next(1, 255)} port {random.Next(1024, 65536)} ssh2: ED25519 SHA256:"),
            1 or 2 => string.Create(CultureInfo.InvariantCulture, $"<30>Nov 22 12:00:00 ns1.example.jp named[812]: client @0x7f 192.0.2.{random.Next(1, 255)}#{random.Next(1024, 65536)} (host{random.Next(1000)}.example.jp): query: host{random.Next(1000)}.example.jp IN A + (198.51.100.53) "),
            _ => string.Create(CultureInfo.InvariantCulture, $"<189>date=2026-11-22 time=12:00:00 devname=\"fw1\" devid=\"FW000001\" logid=\"0000000013\" type=\"traffic\" subtype=\"forward\" level=\"notice\" srcip=192.0.2.{random.Next(1, 255)} srcport={random.Next(1024, 65536)} dstip=198.51.100.{random.Next(1, 255)} dstport=443 proto=6 action=\"accept\" policyid={random.Next(300)} sentbyte={random.Next(100000)} rcvdbyte={random.Next(1000000)} msg=\""),
        };
        return head.Length < BytesUsual ? head + new string('x', BytesUsual - head.Length - 1) + "\"" : head;
    }
}
