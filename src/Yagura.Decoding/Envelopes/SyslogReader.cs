using Yagura.Decoding.Text;

namespace Yagura.Decoding.Envelopes;

/// <summary>Reads RFC 5424, RFC 3164 and what devices and relays make of them. Total: what is no header is message.</summary>
/// <remarks>
/// Samples: <c>&lt;34&gt;1 2026-11-22T03:00:00Z host app 12 ID47 [a b="c"] text</c> (RFC 5424 section 6);
/// <c>&lt;34&gt;Nov 22 03:00:00 host app[12]: text</c> (RFC 3164 section 4);
/// <c>&lt;189&gt;42: router: *Nov 22 03:00:00.123 JST: %SYS-5-CONFIG_I: text</c>; <c>text</c>.
/// </remarks>
internal static class SyslogReader
{
    /// <summary>Headers that relays may have stacked before the device's own.</summary>
    private const int HeadersMax = 3;

    /// <summary>Bytes in which a header is looked for, its structured data included.</summary>
    private const int HeaderMax = 16 * 1024;

    /// <summary>Longest tag of a header in a message, in bytes, with its colon.</summary>
    private const int InnerTagMax = 48;

    /// <summary>Longest facility and level in words, <c> local0.warning] </c>, in bytes.</summary>
    private const int SelectorMax = 20;

    /// <summary>Digits of the seconds since 1970, from 2001 to 2286.</summary>
    private const int EpochDigits = 10;

    public static void Read(ReadOnlySpan<byte> payload, Envelope envelope)
    {
        envelope.Clear();
        var end = payload.Length;
        while (end > 0 && payload[end - 1] is (byte)'\n' or (byte)'\r' or 0)
            end--;
        var line = payload[..end];
        var at = AfterWrongPriority(line, AfterCount(line, line.StartsWith("\uFEFF"u8) ? 3 : 0), envelope);
        var bare = Math.Max(at, Priority(line, at, out _));
        var (outer, outerPid) = (default(Stretch), default(Stretch));
        for (var header = 0; header < HeadersMax; header++)
        {
            var next = ReadHeader(line[..Math.Min(line.Length, at + HeaderMax)], at, envelope);
            if (!BeginsAnotherHeader(line[..Math.Min(line.Length, next + HeaderMax)], next, envelope))
            {
                at = next;
                break;
            }

            at = next;
            if (envelope.Version == 1)
                bare = Math.Max(at, Priority(line, at, out _));
            if (!envelope.Host.IsEmpty)
                envelope.RelayHost = envelope.Host;
            (outer, outerPid) = (envelope.Program, envelope.Pid);
            envelope.Host = envelope.Program = envelope.Pid = envelope.MessageId = default;
        }

        if (envelope.Host.IsEmpty && envelope.Program.IsEmpty && envelope.CiscoFacility.IsEmpty)
            (envelope.Program, envelope.Pid) = (outer, outerPid);

        if (envelope.Host.IsEmpty)
            (envelope.Host, envelope.RelayHost) = (envelope.RelayHost, default);
        at = AfterSolarisId(line, at, envelope);
        envelope.Message = new Stretch(at, end - at);
        if (envelope is { Version: 0, HasTime: true })
            envelope.Bare = new Stretch(bare, end - bare);
        if (IsContainers(line, envelope))
            envelope.MakeBare();
    }

    /// <summary>Position after what Solaris writes before a tagged message, <c>[ID 800047 auth.info] </c> (syslogd's message ids): the number is the message's id.</summary>
    private static int AfterSolarisId(ReadOnlySpan<byte> line, int at, Envelope envelope)
    {
        if (envelope.Version != 0 || envelope.Program.IsEmpty || !line[at..].StartsWith("[ID "u8))
            return at;
        var digits = Scan.Digits(line, at + 4);
        var rest = line[(at + 4 + digits)..];
        var close = rest[..Math.Min(rest.Length, SelectorMax)].IndexOf("] "u8);
        if (digits is 0 or > 9 || close < 2 || rest[0] != ' ')
            return at;
        envelope.MessageId = new Stretch(at + 4, digits);
        return at + 4 + digits + close + 2;
    }

    /// <summary>What a container's runtime writes before a line is no header: <c>2026-11-22T03:00:00.1Z stdout F text</c> (Kubernetes' CRI log format) has a stream where a host would stand.</summary>
    private static bool IsContainers(ReadOnlySpan<byte> line, Envelope envelope)
    {
        if (envelope.Bare.IsEmpty || envelope.Host.Length != "stdout".Length || !envelope.RelayHost.IsEmpty)
            return false;
        var text = line[envelope.Host.Start..];
        return (text.StartsWith("stdout "u8) || text.StartsWith("stderr "u8)) && text.Length > 8 && text[7] is (byte)'F' or (byte)'P' && text[8] == ' ';
    }

    /// <summary>Position after the octet count of RFC 6587 that a copied line may still carry: <c>74 &lt;34&gt;1 …</c>.</summary>
    private static int AfterCount(ReadOnlySpan<byte> line, int at)
    {
        var digits = Scan.Digits(line, at);
        return digits is > 0 and < 8 && at + digits + 1 < line.Length && line[at + digits] == ' ' && Priority(line, at + digits + 1, out _) > 0 ? at + digits + 1 : at;
    }

    /// <summary>Position after a PRI that no priority has, <c>&lt;999&gt;</c> (RFC 5424 section 6.2.1: 0 to 191), at the beginning of a record: there is a header behind it, without a priority.</summary>
    private static int AfterWrongPriority(ReadOnlySpan<byte> line, int at, Envelope envelope)
    {
        if (at + 4 >= line.Length || line[at] != '<' || line[at + 4] != '>' || Scan.Digits(line, at + 1) != 3 || Priority(line, at, out _) > 0)
            return at;
        envelope.Version = 0;
        return at + 5;
    }

    private static int ReadHeader(ReadOnlySpan<byte> line, int start, Envelope envelope)
    {
        var at = start;
        while (at < line.Length && line[at] is (byte)' ' or 0)
            at++;
        var afterPriority = Priority(line, at, out var priority);
        if (afterPriority > 0)
        {
            envelope.Priority = priority;
            envelope.Version = 0;
            at = afterPriority;
            if (Rfc5424Reader.TryRead(line, at, envelope, out var message))
                return message;
        }
        else if (at + 1 < line.Length && line[at] == '1' && line[at + 1] == ' ' && Rfc5424Reader.TryRead(line, at, envelope, out var message))
        {
            return message;
        }

        return Rfc3164Reader.Read(line, AfterVersion(line, at), envelope);
    }

    /// <summary>Junos writes the version and the time of RFC 5424 and then goes on as RFC 3164: <c>1 2026-11-22T03:00:00Z mib2d[12]: text</c>.</summary>
    private static int AfterVersion(ReadOnlySpan<byte> line, int at) =>
        at + 2 < line.Length && line[at] == '1' && line[at + 1] == ' ' && (Times.WallTimeReader.Iso(line[(at + 2)..], out _) > 0 || Times.WallTimeReader.MonthName(line[(at + 2)..], out _) > 0) ? at + 2 : at;

    /// <summary>Position after <c>&lt;N&gt;</c>, or 0.</summary>
    private static int Priority(ReadOnlySpan<byte> line, int at, out int priority)
    {
        priority = -1;
        if (at >= line.Length || line[at] != '<')
            return 0;
        var digits = Scan.Digits(line, at + 1);
        if (digits is 0 or > 3 || at + 1 + digits >= line.Length || line[at + 1 + digits] != '>')
            return 0;
        priority = Scan.Number(line.Slice(at + 1, digits));
        return priority <= 191 ? at + digits + 2 : 0;
    }

    /// <summary>A message that begins with a PRI, with a header of RFC 5424, or with a time carries the device's own header. Behind a named program a time does only before a host and a tag: programs write times too.</summary>
    private static bool BeginsAnotherHeader(ReadOnlySpan<byte> line, int at, Envelope envelope)
    {
        if (at + 5 >= line.Length || envelope.Version < 0)
            return false;
        if (Priority(line, at, out _) > 0)
            return true;
        if (line[at] == '1' && line[at + 1] == ' ')
            return IsRfc5424(line, at) || IsMeraki(line[(at + 1)..]);
        if (!envelope.CiscoFacility.IsEmpty || envelope.Host.IsEmpty)
            return false;
        if (envelope.Program.IsEmpty)
            return Rfc3164Reader.BeginsWithMonth(line, at) || IsBeforeHostAndTag(line, at, default);
        return IsBeforeHostAndTag(line, at, envelope.Host.Of(line));
    }

    /// <summary>Meraki's <c> 1795316400.123456789 host text</c> behind the version.</summary>
    private static bool IsMeraki(ReadOnlySpan<byte> line) =>
        line.Length > EpochDigits + 1 && line[0] == ' ' && Scan.Digits(line, 1) == EpochDigits && line[EpochDigits + 1] == '.';

    /// <summary>A header of RFC 5424 without its PRI: <c>1 2026-11-22T03:00:00Z host app 12 ID47 -</c>, nothing left out.</summary>
    private static bool IsRfc5424(ReadOnlySpan<byte> line, int start)
    {
        var rest = line[(start + 1)..];
        var used = rest[0] == ' ' ? Times.WallTimeReader.Iso(rest[1..], out _) : 0;
        if (used == 0 || rest[11] is not ((byte)'T' or (byte)'t'))
            return false;
        rest = rest[(1 + used)..];
        for (var word = 0; word < 4; word++)
        {
            var end = rest.Length > 1 && rest[0] == ' ' ? rest[1..].IndexOf((byte)' ') : -1;
            if (end < 1)
                return false;
            rest = rest[(end + 1)..];
        }

        return rest.Length > 1 && rest[1] is (byte)'-' or (byte)'[';
    }

    /// <summary>Whether a time and behind it a host and a tag stand here; with a relay's host only a tag with a process number, or the same host, makes them a header.</summary>
    private static bool IsBeforeHostAndTag(ReadOnlySpan<byte> line, int at, ReadOnlySpan<byte> relay)
    {
        var isMonth = line[at] is (byte)'J' or (byte)'F' or (byte)'M' or (byte)'A' or (byte)'S' or (byte)'O' or (byte)'N' or (byte)'D';
        if (!isMonth && line[at] != '2')
            return false;
        var used = isMonth ? Times.WallTimeReader.MonthName(line[at..], out _) : Times.WallTimeReader.Iso(line[at..], out _);
        var rest = line[(at + used)..];
        if (used == 0 || rest.Length < 4 || rest[0] != ' ')
            return false;
        var host = rest[1..].IndexOf((byte)' ');
        if (host <= 0)
            return false;
        var tag = rest[(host + 2)..];
        var colon = tag[..Math.Min(tag.Length, InnerTagMax)].IndexOf(": "u8);
        return colon > 0 && !tag[..colon].Contains((byte)' ') && (relay.IsEmpty || tag[colon - 1] == ']' || rest.Slice(1, host).SequenceEqual(relay));
    }
}
