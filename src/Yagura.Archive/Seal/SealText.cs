using System.Globalization;
using System.Text;
using Yagura.Archive.Spool;
using Yagura.Events;

namespace Yagura.Archive.Seal;

/// <summary>Writes a seal's bytes (CUSTODY 4): ASCII, LF, fixed order. Its pair is <see cref="SealParser"/>.</summary>
internal static class SealText
{
    /// <summary>The longest line, in bytes.</summary>
    public const int LineBytesMax = 256;

    /// <summary>The seal's bytes.</summary>
    /// <exception cref="ArchiveException">A line would be longer than <see cref="LineBytesMax"/>.</exception>
    public static byte[] Write(SealContent seal)
    {
        var lines = new List<string>();
        Head(seal, lines);
        Repeated(seal, lines);
        lines.Add($"end {lines.Count}");
        if (lines.Find(line => line.Length > LineBytesMax || !Ascii.IsValid(line)) is { } bad)
            throw new ArchiveException($"seal {seal.Index}: a line is over {LineBytesMax} bytes or not ASCII: {bad[..Math.Min(bad.Length, 80)]}");
        return Encoding.ASCII.GetBytes(string.Concat(lines.Select(line => line + "\n")));
    }

    /// <summary>A decimal of seconds without exponent.</summary>
    public static string Decimal(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    private static void Head(SealContent seal, List<string> lines)
    {
        lines.Add("yagura-seal 1");
        lines.Add($"origin {seal.Origin}");
        lines.Add($"node {seal.Node}");
        lines.Add($"index {seal.Index}");
        lines.Add($"previous {seal.Previous}");
        lines.Add($"period {seal.From} {seal.To}");
        lines.Add($"records {seal.First} {seal.Last} {seal.Count}");
        lines.Add($"received {OrDash(seal.Earliest)} {OrDash(seal.Latest)}");
        lines.Add($"sha256 {seal.EvidenceHash}  {seal.BaseName}{ArchivePaths.Evidence}");
        lines.Add($"content {seal.ContentHash}");
        lines.Add($"minutes {seal.MinutesHash}  {seal.BaseName}{ArchivePaths.Minutes}");
    }

    private static void Repeated(SealContent seal, List<string> lines)
    {
        lines.AddRange(seal.Members.Select(member => $"member {member.Offset} {member.Length} {member.Records} {member.Hash}"));
        lines.AddRange(seal.Sources.Select(source => $"source {source.Source} {source.Records} {source.Hash}"));
        lines.Add($"analysed {seal.Analysed.LastSequence} {seal.Analysed.RuleSet}");
        lines.AddRange(seal.Down.Select(down => $"down {down.From} {down.To} {(down.Reason == DownReason.Stopped ? "stopped" : "crashed")}"));
        lines.AddRange(seal.Damaged.Select(damage => $"damaged {damage.First} {damage.Last} {damage.Earliest} {damage.Latest} {damage.Reason}"));
        lines.AddRange(seal.Lost.Select(loss => $"lost {MinuteText.Write(loss.Minute.UtcTicks / TimeSpan.TicksPerMinute)} {loss.Where} {loss.Reason} {(loss.Count is { } count ? count.ToString(CultureInfo.InvariantCulture) : "-")}"));
        lines.AddRange(seal.Clock.Select(clock => $"clock {clock.At} {Decimal(clock.OffsetSeconds)} {(clock.Synchronised ? "synchronised" : "free")}"));
        lines.AddRange(seal.Deleted.Select(deletion => $"deleted {deletion.Index} {deletion.Hash}"));
    }

    private static string OrDash(ReceiveTime? time) => time?.ToString() ?? "-";
}
