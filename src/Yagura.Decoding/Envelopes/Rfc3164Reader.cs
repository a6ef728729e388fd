using System.Buffers;
using Yagura.Decoding.Text;
using Yagura.Decoding.Times;

namespace Yagura.Decoding.Envelopes;

/// <summary>RFC 3164 and its wild deviations: counter, time, host and tag are each optional.</summary>
internal static class Rfc3164Reader
{
    /// <summary>Longest tag, in bytes. RFC 3164 says 32; real programs write paths.</summary>
    private const int TagMax = 96;

    /// <summary>Longest level behind a process number, with its brackets.</summary>
    private const int LevelMax = 16;

    /// <summary>Digits of the seconds since 1970, from 2001 to 2286; three more when they are milliseconds.</summary>
    private const int EpochDigits = 10;

    /// <summary>Longest time since 1970, with its fraction and the space behind it.</summary>
    private const int EpochMax = EpochDigits + 11;

    /// <summary>Longest host name, in bytes (RFC 1035).</summary>
    private const int HostMax = 255;

    /// <summary>Longest time since a start, in bytes: <c>10y51w6d: </c>.</summary>
    private const int UptimeMax = 16;

    /// <summary>Longest facility and severity in words: <c>solaris-cron.warning </c>.</summary>
    private const int SelectorMax = 24;

    private static readonly SearchValues<byte> UptimeBytes = SearchValues.Create("0123456789ywdhms:"u8);

    private static readonly SearchValues<byte> HostBytes =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:/@"u8);

    /// <summary>The bytes of a host's name or address, and those that few words have.</summary>
    private static readonly SearchValues<byte> NameBytes =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:"u8);

    private static readonly SearchValues<byte> NameSigns = SearchValues.Create("0123456789.-"u8);

    private static readonly SearchValues<byte> TagBytes =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_/()+@*"u8);

    /// <summary>Reads what there is and returns where the message begins.</summary>
    public static int Read(ReadOnlySpan<byte> line, int start, Envelope envelope)
    {
        var at = CiscoNode(line, CiscoNames(line, start, envelope), envelope);
        var afterTime = Time(line, at, envelope);
        if (afterTime > 0)
        {
            at = Forwarded(line, afterTime, envelope);
            envelope.Version = 0;
        }
        else if (envelope.Version < 0)
        {
            return MessageWithoutHeader(line, start, envelope);
        }

        at = Cisco(line, at, envelope, out var isCisco);
        if (isCisco)
            return at;
        if (afterTime > 0 && at == afterTime)
            at = Host(line, at, envelope);
        else if (afterTime == 0 && envelope.Host.IsEmpty)
            at = HostWithoutTime(line, at, envelope);
        at = AfterSelector(line, at, envelope);
        if (BeginsWithMonth(line, at))
            return at;
        if (envelope.Counter.IsEmpty)
            at = Counter(line, at, envelope);
        at = Cisco(line, AfterNode(line, at, envelope), envelope, out isCisco);
        return isCisco ? at : Cisco(line, Tag(line, at, envelope), envelope, out _);
    }

    /// <summary>Whether a second header begins: a date with a month's name, after a counter and an origin name if Cisco wrote them.</summary>
    public static bool BeginsWithMonth(ReadOnlySpan<byte> line, int start)
    {
        var at = AfterCounter(line, AfterCounter(line, start));
        if (TryMonth(line, at))
            return true;
        var space = AfterName(line, at);
        return space - at > 1 && line[space - 1] == ':' && line[space - 2] != ']' && TryMonth(line, space + 1);
    }

    /// <summary>Position of the space behind a word that is no longer than a host's name; -1 when there is none.</summary>
    private static int AfterName(ReadOnlySpan<byte> line, int at) => Scan.IndexOf(line[..Math.Min(line.Length, at + HostMax + 1)], at, (byte)' ');

    private static bool TryMonth(ReadOnlySpan<byte> line, int at)
    {
        if (at < line.Length && line[at] is (byte)'*' or (byte)'.')
            at++;
        return WallTimeReader.MonthName(line[at..], out _) > 0;
    }

    /// <summary>A bare line: only Cisco's own marker and a program tag with a process number count as a header.</summary>
    private static int MessageWithoutHeader(ReadOnlySpan<byte> line, int start, Envelope envelope)
    {
        var at = Cisco(line, CiscoNames(line, start, envelope), envelope, out var isCisco);
        if (isCisco)
            return at;
        envelope.Counter = envelope.Host = default;
        at = Tag(line, start, envelope);
        if (!envelope.Pid.IsEmpty && Scan.AllDigits(envelope.Pid.Of(line)))
            return at;
        envelope.Program = envelope.Pid = default;
        return start;
    }

    /// <summary>Cisco's <c>42: </c> before anything else.</summary>
    private static int Counter(ReadOnlySpan<byte> line, int start, Envelope envelope)
    {
        var at = start;
        while (at < line.Length && line[at] == ' ')
            at++;
        var end = AfterCounter(line, at);
        if (end > at)
            envelope.Counter = new Stretch(at, end - 2 - at);
        return end;
    }

    private static int AfterCounter(ReadOnlySpan<byte> line, int at)
    {
        var digits = Scan.Digits(line, at);
        return digits is 0 or > 12 || at + digits + 1 >= line.Length || line[at + digits] != ':' || line[at + digits + 1] != ' ' ? at : at + digits + 2;
    }

    /// <summary>IOS XR's <c>router RP/0/RSP0/CPU0:Nov 22 …</c>, the router's name optional.</summary>
    private static int CiscoNode(ReadOnlySpan<byte> line, int start, Envelope envelope)
    {
        var window = line[start..Math.Min(line.Length, start + TagMax)];
        var slash = window.IndexOf((byte)'/');
        var colon = slash < 0 ? -1 : window[slash..].IndexOf((byte)':');
        if (colon < 3 || !Scan.IsDigit(window[slash + 1]) || window.Slice(slash, colon).Contains((byte)' ') || !TryMonth(line, start + slash + colon + 1))
            return start;
        var space = window[..slash].LastIndexOf((byte)' ');
        if (space > 0 && window[..space].ContainsAnyExcept(HostBytes))
            return start;
        if (space > 0)
            envelope.Host = new Stretch(start, space);
        return start + slash + colon + 1;
    }

    /// <summary>Behind a relay's time and host IOS XR's node stands before the device's own time, and its name before that if it writes one: <c>192.0.2.1 router RP/0/RSP0/CPU0:Nov 22 12:00:00.123 JST: </c>.</summary>
    private static int AfterNode(ReadOnlySpan<byte> line, int start, Envelope envelope)
    {
        var relay = envelope.Host;
        var at = CiscoNode(line, start, envelope);
        var afterTime = at == start ? 0 : Time(line, at, envelope);
        if (envelope.Host != relay)
            envelope.RelayHost = relay;
        return afterTime > 0 ? afterTime : start;
    }

    /// <summary>What Cisco writes before the time: <c>42: router: 000041: </c>, that is <c>logging message-counter</c>, <c>logging origin-id</c>
    /// and <c>service sequence-numbers</c>, each optional. The first number is the message counter, and the second where there is no first.</summary>
    private static int CiscoNames(ReadOnlySpan<byte> line, int start, Envelope envelope)
    {
        var at = AfterCounter(line, Counter(line, start, envelope));
        var afterHost = CiscoHost(line, at, envelope);
        if (envelope.Counter.IsEmpty)
            return Counter(line, afterHost, envelope);
        return AfterCounter(line, afterHost);
    }

    /// <summary>Cisco's <c>logging origin-id</c>: <c>router: *Nov 22 …</c>, that is, a name and a colon before the time, or before the marker behind a counter.</summary>
    private static int CiscoHost(ReadOnlySpan<byte> line, int at, Envelope envelope)
    {
        var space = AfterName(line, at);
        if (space - at < 2 || line[space - 1] != ':' || line[at..(space - 1)].ContainsAnyExcept(HostBytes) || AfterUptime(line, at) > at)
            return at;
        var next = AfterCounter(line, space + 1);
        var upTime = AfterUptime(line, next);
        var beforeMarker = (upTime > next || !envelope.Counter.IsEmpty) && upTime < line.Length && line[upTime] == '%';
        if (!beforeMarker && !TryTime(line, next, out _, out _))
            return at;
        envelope.Host = new Stretch(at, space - 1 - at);
        return space + 1;
    }

    /// <summary>Position after the time since the start that a router without a clock writes: <c>3w2d: %</c>, <c>00:01:23: %</c>.</summary>
    private static int AfterUptime(ReadOnlySpan<byte> line, int at)
    {
        if (at >= line.Length || !Scan.IsDigit(line[at]))
            return at;
        var window = line[at..Math.Min(line.Length, at + UptimeMax)];
        var length = window.IndexOfAnyExcept(UptimeBytes);
        return length > 2 && window[length - 1] == ':' && window[length..].StartsWith(" %"u8) && window[..(length - 1)].ContainsAnyExceptInRange((byte)'0', (byte)'9') ? at + length + 1 : at;
    }

    /// <summary>AIX's <c>Message forwarded from gw1: </c> behind the time names the host.</summary>
    private static int Forwarded(ReadOnlySpan<byte> line, int at, Envelope envelope)
    {
        var stem = "Message forwarded from "u8;
        if (!line[at..].StartsWith(stem))
            return at;
        var start = at + stem.Length;
        var length = line[start..Math.Min(line.Length, start + HostMax)].IndexOf(": "u8);
        if (length < 1 || line.Slice(start, length).ContainsAnyExcept(HostBytes))
            return at;
        envelope.Host = new Stretch(start, length);
        return start + length + 2;
    }

    /// <summary>Position after the selector that BusyBox writes before the tag, <c>auth.info sshd[12]: </c>; it is the PRI in words.</summary>
    private static int AfterSelector(ReadOnlySpan<byte> line, int at, Envelope envelope)
    {
        var window = line[at..Math.Min(line.Length, at + SelectorMax)];
        var space = window.IndexOf((byte)' ');
        var point = space < 0 ? -1 : window[..space].IndexOf((byte)'.');
        if (point < 0 || !SyslogNames.TryFacility(window[..point], out var facility) || !SyslogNames.TrySeverity(window[(point + 1)..space], out var severity))
            return at;
        if (envelope.Priority < 0)
            envelope.Priority = facility * 8 + severity;
        return at + space + 1;
    }

    private static int Time(ReadOnlySpan<byte> line, int start, Envelope envelope)
    {
        if (!TryTime(line, start, out var time, out var end) && !TryEpoch(line, start, envelope.Version >= 0, out time, out end))
            return 0;
        envelope.HasTime = true;
        envelope.Time = time;
        while (end < line.Length && (line[end] == ' ' || (line[end] == ':' && !line[end..].StartsWith("::"u8))))
            end++;
        return end;
    }

    /// <summary>Seconds since 1970 with or without a fraction, and milliseconds, in the time's place: <c>1795316400.123 host app: text</c>.</summary>
    /// <remarks>A file log may begin so too (Squid's does, with a number behind it): a host must follow that is no number, and behind no PRI a tag as well.</remarks>
    private static bool TryEpoch(ReadOnlySpan<byte> line, int start, bool hasPriority, out WallTime time, out int end)
    {
        (time, end) = (default, start);
        if (start >= line.Length || !Scan.IsDigit(line[start]))
            return false;
        var space = line[start..Math.Min(line.Length, start + EpochMax)].IndexOf((byte)' ');
        if (space < EpochDigits || Scan.Digits(line, start) is not (EpochDigits or EpochDigits + 3) || !TimeFormat.Unix.TryRead(line.Slice(start, space), out time))
            return false;
        end = start + space;
        var rest = line[(end + 1)..];
        var host = rest[..Math.Min(rest.Length, HostMax + 1)].IndexOf((byte)' ');
        if (host < 1 || rest[..host].ContainsAnyExcept(HostBytes) || (!rest[..host].ContainsAnyExceptInRange((byte)'-', (byte)'9') && !Scan.IsAddress(rest[..host])))
            return false;
        return hasPriority || IsTag(rest[(host + 1)..], mustHavePid: false);
    }

    private static bool TryTime(ReadOnlySpan<byte> line, int start, out WallTime time, out int end)
    {
        var at = start;
        while (at < line.Length && line[at] is (byte)' ' or (byte)':')
            at++;
        if (at < line.Length && line[at] is (byte)'*' or (byte)'.')
            at++;
        var used = WallTimeReader.MonthName(line[at..], out time);
        if (used == 0)
            used = WallTimeReader.Iso(line[at..], out time);
        end = at + used;
        return used > 0 && (end == line.Length || line[end] is (byte)' ' or (byte)':');
    }

    /// <summary>The word after the time is the host unless it is a tag, a marker, or the first word of a body.</summary>
    private static int Host(ReadOnlySpan<byte> line, int at, Envelope envelope)
    {
        var space = AfterName(line, at);
        if (space <= at)
            return at;
        var word = line[at..space];
        if (word is [(byte)'[', .., (byte)']'] && Scan.IsAddress(word[1..^1]))
        {
            envelope.Host = new Stretch(at + 1, word.Length - 2);
            return space + 1;
        }

        if (word[^1] == ':' || word.ContainsAnyExcept(HostBytes) || word.StartsWith("CEF:"u8) || word.StartsWith("LEEF:"u8) || line[at..].StartsWith("last message repeated "u8) || IsClient(line[(space + 1)..]))
            return at;
        if (IsLevel(word))
            envelope.Level = new Stretch(at, word.Length);
        else
            envelope.Host = new Stretch(at, word.Length);
        at = space + 1;
        while (at < line.Length && line[at] == ' ')
            at++;
        if (at + 1 < line.Length && line[at] == ':' && line[at + 1] == ' ')
            return at + 2;
        return envelope.Host.IsEmpty ? at : SecondHost(line, at, envelope);
    }

    /// <summary>Whether an access log's line goes on here, <c>- hanako [22/Nov/2026:12:00:00 +0900] </c>: what stands before it is a client, though a container's runtime has written a time before that.</summary>
    private static bool IsClient(ReadOnlySpan<byte> rest)
    {
        if (!rest.StartsWith("- "u8))
            return false;
        var name = rest[2..Math.Min(rest.Length, TagMax)].IndexOf(" ["u8);
        return name > 0 && rest.Length > name + 6 && Scan.IsDigit(rest[name + 4]) && Scan.IsDigit(rest[name + 5]) && rest[name + 6] == '/';
    }

    /// <summary>Programs write a level where a header has the host: <c>2026-11-22T12:00:00Z WARN text</c>. Only capitals make it one.</summary>
    private static bool IsLevel(ReadOnlySpan<byte> word) => word.Length <= LevelMax && !word.ContainsAnyExceptInRange((byte)'A', (byte)'Z') && SyslogNames.IsSeverity(word);

    /// <summary>A relay may write the sender as it knows it before the sender's own name: <c>192.0.2.7 h1 sshd[12]: text</c>.</summary>
    /// <remarks>Only before a tag, which must have a process number behind a relay's name: behind an address a name's digit, hyphen or point is enough, because few words have one.</remarks>
    private static int SecondHost(ReadOnlySpan<byte> line, int at, Envelope envelope)
    {
        var space = line[at..Math.Min(line.Length, at + HostMax)].IndexOf((byte)' ');
        if (space < 1)
            return at;
        var word = line.Slice(at, space);
        if (!word.ContainsAny(NameSigns) || word.ContainsAnyExcept(NameBytes) || !(Scan.IsLetter(word[0]) || Scan.IsAddress(word)) || !IsTag(line[(at + space + 1)..], mustHavePid: !Scan.IsAddress(envelope.Host.Of(line))) || AfterSelector(line, at, envelope) > at)
            return at;
        (envelope.RelayHost, envelope.Host) = (envelope.Host, new Stretch(at, space));
        return at + space + 1;
    }

    /// <summary>Behind a priority without a time a name is a host before a tag with a process number: <c>&lt;38&gt;h1 sshd[12]: text</c>.</summary>
    private static int HostWithoutTime(ReadOnlySpan<byte> line, int at, Envelope envelope)
    {
        var space = line[at..Math.Min(line.Length, at + HostMax)].IndexOf((byte)' ');
        if (space < 1 || line.Slice(at, space).ContainsAnyExcept(NameBytes) || line[at + space - 1] == ':' || !IsTag(line[(at + space + 1)..], mustHavePid: true) || AfterSelector(line, at, envelope) > at)
            return at;
        envelope.Host = new Stretch(at, space);
        return at + space + 1;
    }

    /// <summary>Whether a program's name and a colon stand here, with a process number or, when it may lack, without one.</summary>
    private static bool IsTag(ReadOnlySpan<byte> text, bool mustHavePid)
    {
        var window = text[..Math.Min(text.Length, TagMax)];
        var colon = window.IndexOf(": "u8);
        if (colon < 2 || !Scan.IsLetter(window[0]) || window[..colon].Contains((byte)' '))
            return false;
        var open = window[..colon].IndexOf((byte)'[');
        return open < 0 ? !mustHavePid && !window[..colon].ContainsAnyExcept(TagBytes) : open > 0 && window[colon - 1] == ']' && open + 2 < colon && Scan.AllDigits(window[(open + 1)..(colon - 1)]);
    }

    /// <summary><c>%FAC-SEV-MNEMONIC: text</c> or <c>%FAC-SUBFAC-SEV-MNEMONIC: text</c>.</summary>
    public static int Cisco(ReadOnlySpan<byte> line, int start, Envelope envelope, out bool found)
    {
        found = false;
        var at = start;
        while (at < line.Length && line[at] is (byte)':' or (byte)' ')
            at++;
        at = AfterContext(line, AfterUptime(line, at));
        var sign = at < line.Length && line[at] == '%' ? 1 : 0;
        if (sign == 0 && !IsFirewall(line[at..]))
            return start;
        var end = MarkerEnd(line, at);
        if (end - at < 6)
            return start;
        var marker = line[(at + sign)..end].TrimEnd((byte)' ');
        var last = marker.LastIndexOf((byte)'-');
        if (last < 3 || marker.Contains((byte)' ') || !Scan.IsDigit(marker[last - 1]) || marker[last - 2] != '-')
            return start;
        found = true;
        envelope.CiscoFacility = new Stretch(at + sign, last - 2);
        envelope.CiscoLevel = new Stretch(at + sign + last - 1, 1);
        envelope.CiscoMnemonic = new Stretch(at + sign + last + 1, marker.Length - last - 1);
        at = Math.Min(end + 1, line.Length);
        return at < line.Length && line[at] == ' ' ? at + 1 : at;
    }

    /// <summary>Position of the colon that ends a marker, or of the space where a sender leaves the colon out.</summary>
    private static int MarkerEnd(ReadOnlySpan<byte> line, int at)
    {
        var window = line[at..Math.Min(line.Length, at + TagMax)];
        var colon = window.IndexOf((byte)':');
        var space = window.IndexOf((byte)' ');
        if (space > 0 && (colon < 0 || (colon > space + 1 && space + 1 < window.Length)))
            colon = space;
        return colon < 0 ? at : at + colon;
    }

    /// <summary>Copied lines of the firewalls often lack the sign: <c>ASA-4-106023: </c>.</summary>
    private static bool IsFirewall(ReadOnlySpan<byte> line) => line.StartsWith("ASA-"u8) || line.StartsWith("FTD-"u8) || line.StartsWith("PIX-"u8) || line.StartsWith("FWSM-"u8);

    /// <summary>Position after NX-OS's <c>%$VDC-1%$ </c>.</summary>
    private static int AfterContext(ReadOnlySpan<byte> line, int at)
    {
        if (!line[at..].StartsWith("%$"u8))
            return at;
        var end = line[(at + 2)..Math.Min(line.Length, at + TagMax)].IndexOf("%$ "u8);
        return end < 0 ? at : at + 2 + end + 3;
    }

    /// <summary>Position after a level that stands behind the process number: <c>krb5kdc[12](info): </c>.</summary>
    private static int AfterLevel(ReadOnlySpan<byte> line, int at)
    {
        if (at >= line.Length || line[at] != '(')
            return at;
        var end = line[at..Math.Min(line.Length, at + LevelMax)].IndexOf("):"u8);
        return end < 0 ? at : at + end + 1;
    }

    /// <summary><c>program[12]: </c>, <c>program: </c>, <c>program[12] </c>, <c>program[12](level): </c>, <c>[program]: </c>, <c>[program[12]]: </c>.</summary>
    public static int Tag(ReadOnlySpan<byte> line, int start, Envelope envelope)
    {
        if (start < line.Length && line[start] == '[')
            return TagInBrackets(line, start, envelope);
        var window = line[start..Math.Min(line.Length, start + TagMax)];
        var length = window.IndexOfAnyExcept(TagBytes);
        if (length <= 0)
            return start;
        var name = window[..length];
        if (name.SequenceEqual("CEF"u8) || name.SequenceEqual("LEEF"u8))
            return start;
        if (name.SequenceEqual("PP"u8) || name.SequenceEqual("TUNNEL"u8)) // interfaces of Yamaha's routers: PP[01], TUNNEL[1]
            return start;
        var at = start + length;
        var pid = default(Stretch);
        if (line[at] == '[')
        {
            var close = line[at..Math.Min(line.Length, at + 24)].IndexOf((byte)']');
            if (close < 1)
                return start;
            pid = new Stretch(at + 1, close - 1);
            at = AfterLevel(line, at + close + 1);
            if (at < line.Length && line[at] == ':')
                at++;
            else if (!Scan.AllDigits(pid.Of(line)) || (at < line.Length && line[at] != ' '))
                return start;
        }
        else if (line[at] != ':' || (at + 1 < line.Length && line[at + 1] is not ((byte)' ' or (byte)'{' or (byte)'<')))
        {
            return start;
        }
        else
        {
            at++;
        }

        envelope.Program = name is [(byte)'-'] ? default : WithoutFolder(line, new Stretch(start, length)); // RFC 5424 writes none so
        envelope.Pid = pid;
        while (at < line.Length && line[at] == ' ')
            at++;
        return at;
    }

    /// <summary><c>[program]: </c> and <c>[program[12]]: </c>. A number, an address or a level in brackets is no program.</summary>
    private static int TagInBrackets(ReadOnlySpan<byte> line, int start, Envelope envelope)
    {
        var window = line[(start + 1)..Math.Min(line.Length, start + TagMax)];
        var length = window.IndexOfAnyExcept(TagBytes);
        if (length <= 0 || !(Scan.IsLetter(window[0]) || window[0] == '/') || SyslogNames.IsSeverity(window[..length]))
            return start;
        var at = length;
        var pid = default(Stretch);
        if (window[at] == '[')
        {
            var digits = Scan.Digits(window, at + 1);
            if (digits == 0 || !window[(at + 1 + digits)..].StartsWith("]"u8))
                return start;
            pid = new Stretch(start + 1 + at + 1, digits);
            at += digits + 2;
        }

        if (!window[at..].StartsWith("]: "u8))
            return start;
        envelope.Program = WithoutFolder(line, new Stretch(start + 1, length));
        envelope.Pid = pid;
        at = start + 1 + at + 3;
        while (at < line.Length && line[at] == ' ')
            at++;
        return at;
    }

    /// <summary>A path names the program by its end; Junos' /kernel is a name.</summary>
    private static Stretch WithoutFolder(ReadOnlySpan<byte> line, Stretch name)
    {
        var bytes = name.Of(line);
        var folder = bytes[0] == '/' ? Math.Max(0, bytes[1..].LastIndexOf((byte)'/') + 2) : 0;
        return folder < 2 || folder == name.Length ? name : new Stretch(name.Start + folder, name.Length - folder);
    }
}
