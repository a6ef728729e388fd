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

    /// <summary>Longest host name, in bytes (RFC 1035).</summary>
    private const int HostMax = 255;

    private static readonly SearchValues<byte> HostBytes =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:/@"u8);

    private static readonly SearchValues<byte> TagBytes =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_/()+@*"u8);

    /// <summary>Reads what there is and returns where the message begins.</summary>
    public static int Read(ReadOnlySpan<byte> line, int start, Envelope envelope)
    {
        var at = Counter(line, start, envelope);
        at = CiscoHost(line, at, envelope);
        at = CiscoNode(line, at, envelope);
        var afterTime = Time(line, at, envelope);
        if (afterTime > 0)
        {
            at = afterTime;
            envelope.Version = 0;
        }
        else if (envelope.Version < 0)
        {
            return MessageWithoutHeader(line, start, envelope);
        }

        at = Cisco(line, at, envelope, out var isCisco);
        if (isCisco)
            return at;
        if (afterTime > 0)
            at = Host(line, at, envelope);
        if (BeginsWithMonth(line, at))
            return at;
        if (envelope.Counter.IsEmpty)
            at = Counter(line, at, envelope);
        at = Cisco(line, at, envelope, out isCisco);
        return isCisco ? at : Cisco(line, Tag(line, at, envelope), envelope, out _);
    }

    /// <summary>Whether a second header begins: a date with a month's name, after a counter and an origin name if Cisco wrote them.</summary>
    public static bool BeginsWithMonth(ReadOnlySpan<byte> line, int start)
    {
        var at = AfterCounter(line, start);
        if (TryMonth(line, at))
            return true;
        var space = Scan.IndexOf(line, at, (byte)' ');
        return space - at is > 1 and <= HostMax && line[space - 1] == ':' && line[space - 2] != ']' && TryMonth(line, space + 1);
    }

    private static bool TryMonth(ReadOnlySpan<byte> line, int at)
    {
        if (at < line.Length && line[at] is (byte)'*' or (byte)'.')
            at++;
        return WallTimeReader.MonthName(line[at..], out _) > 0;
    }

    /// <summary>A bare line: only Cisco's own marker and a program tag with a process number count as a header.</summary>
    private static int MessageWithoutHeader(ReadOnlySpan<byte> line, int start, Envelope envelope)
    {
        envelope.Counter = envelope.Host = default;
        var at = Cisco(line, start, envelope, out var isCisco);
        if (isCisco)
            return at;
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
        if (space > 0 && !window[..space].ContainsAnyExcept(HostBytes))
            envelope.Host = new Stretch(start, space);
        return start + slash + colon + 1;
    }

    /// <summary>Cisco's <c>logging origin-id</c>: <c>router: *Nov 22 …</c>, that is, a name and a colon before the time.</summary>
    private static int CiscoHost(ReadOnlySpan<byte> line, int at, Envelope envelope)
    {
        var space = Scan.IndexOf(line, at, (byte)' ');
        if (space < 0 || space - at is < 2 or > HostMax || line[space - 1] != ':' || line[at..(space - 1)].ContainsAnyExcept(HostBytes))
            return at;
        if (!TryTime(line, space + 1, out _, out _))
            return at;
        envelope.Host = new Stretch(at, space - 1 - at);
        return space + 1;
    }

    private static int Time(ReadOnlySpan<byte> line, int start, Envelope envelope)
    {
        if (!TryTime(line, start, out var time, out var end))
            return 0;
        envelope.HasTime = true;
        envelope.Time = time;
        while (end < line.Length && (line[end] == ' ' || (line[end] == ':' && !line[end..].StartsWith("::"u8))))
            end++;
        return end;
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
        var space = Scan.IndexOf(line, at, (byte)' ');
        if (space < 0 || space == at || space - at > HostMax)
            return at;
        var word = line[at..space];
        if (word[^1] == ':' || word.ContainsAnyExcept(HostBytes) || word.StartsWith("CEF:"u8) || word.StartsWith("LEEF:"u8))
            return at;
        envelope.Host = new Stretch(at, word.Length);
        at = space + 1;
        while (at < line.Length && line[at] == ' ')
            at++;
        return at + 1 < line.Length && line[at] == ':' && line[at + 1] == ' ' ? at + 2 : at;
    }

    /// <summary><c>%FAC-SEV-MNEMONIC: text</c> or <c>%FAC-SUBFAC-SEV-MNEMONIC: text</c>.</summary>
    private static int Cisco(ReadOnlySpan<byte> line, int start, Envelope envelope, out bool found)
    {
        found = false;
        var at = start;
        while (at < line.Length && line[at] is (byte)':' or (byte)' ')
            at++;
        at = AfterContext(line, at);
        var sign = at < line.Length && line[at] == '%' ? 1 : 0;
        var end = MarkerEnd(line, at);
        if (end - at < 6 || (sign == 0 && !IsFirewall(line[at..])))
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

    /// <summary><c>program[12]: </c>, <c>program: </c>, <c>program[12] </c>, <c>program[12](level): </c>.</summary>
    private static int Tag(ReadOnlySpan<byte> line, int start, Envelope envelope)
    {
        var window = line[start..Math.Min(line.Length, start + TagMax)];
        var length = window.IndexOfAnyExcept(TagBytes);
        if (length <= 0)
            return start;
        var name = window[..length];
        if (name.SequenceEqual("CEF"u8) || name.SequenceEqual("LEEF"u8))
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

        envelope.Program = new Stretch(start, length);
        envelope.Pid = pid;
        while (at < line.Length && line[at] == ' ')
            at++;
        return at;
    }
}
