using System.Globalization;
using System.Text;

namespace Yagura.Benchmarks.Custody;

/// <summary>Firewall lines of about 420 bytes whose values vary as real ones do: padding would flatter whoever compresses.</summary>
internal static class CustodyLines
{
    /// <summary>Lines of a block.</summary>
    public const int Block = 2000;

    private static readonly string[] Apps = ["HTTPS", "DNS", "HTTP.BROWSER", "SSH", "NTP", "SMTP", "QUIC", "Microsoft.Office"];

    /// <summary>A block, each line without its end.</summary>
    public static byte[][] Make(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Block).Select(index => Encoding.ASCII.GetBytes(Line(random, index)))];
    }

    /// <summary>A block as a stream has it.</summary>
    public static byte[] Joined(byte[][] lines) => [.. lines.SelectMany(line => line.Append((byte)'\n'))];

    private static string Line(Random random, int index)
    {
        var second = index / 40 % 60;
        return string.Create(CultureInfo.InvariantCulture, $"<189>1 2026-11-22T12:03:{second:00}.{random.Next(1000000):000000}+09:00 fw{random.Next(1, 5)}.example.jp traffic - forward - logid=0000000013 level=notice vd=root srcip=192.0.2.{random.Next(1, 255)} srcport={random.Next(1024, 65536)} srcintf=lan{random.Next(1, 9)} dstip=198.51.100.{random.Next(1, 255)} dstport={(random.Next(3) == 0 ? random.Next(1024, 65536) : 443)} dstintf=wan1 proto={(random.Next(4) == 0 ? 17 : 6)} action={(random.Next(5) == 0 ? "deny" : "accept")} policyid={random.Next(300)} sessionid={random.Next()} app={Apps[random.Next(Apps.Length)]} duration={random.Next(600)} sentbyte={random.Next(100000)} rcvdbyte={random.Next(1000000)} sentpkt={random.Next(1000)} rcvdpkt={random.Next(1000)} user=u{random.Next(5000):00000} trandisp=snat transip=203.0.113.{random.Next(1, 255)} transport={random.Next(1024, 65536)} srccountry=reserved vpn=none");
    }
}
