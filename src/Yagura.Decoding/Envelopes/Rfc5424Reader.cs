using Yagura.Decoding.Text;
using Yagura.Decoding.Times;

namespace Yagura.Decoding.Envelopes;

/// <summary>RFC 5424 section 6: <c>1 TIMESTAMP HOSTNAME APP-NAME PROCID MSGID STRUCTURED-DATA MSG</c>.</summary>
internal static class Rfc5424Reader
{
    /// <summary>Longest APP-NAME (section 6: 48) with room for what real programs write, in bytes.</summary>
    private const int ProgramMax = 96;

    /// <summary>Digits of the seconds since 1970, from 2001 to 2286; three more when they are milliseconds.</summary>
    private const int EpochDigits = 10;

    /// <summary>Reads the header after the PRI. False when it is not of this form, and then nothing was set.</summary>
    public static bool TryRead(ReadOnlySpan<byte> line, int start, Envelope envelope, out int message)
    {
        message = start;
        if (start + 4 > line.Length || line[start] != '1' || line[start + 1] != ' ')
            return false;
        if (TryEpoch(line, start + 2, envelope, out message))
            return true;
        var at = start + 2;
        var time = Word(line, ref at);
        var host = Word(line, ref at);
        if (host.Of(line) is [.., (byte)':'])
            return false;
        var afterHost = at;
        var program = Word(line, ref at);
        if (!IsName(program.Of(line), next: at < line.Length ? line[at] : (byte)0))
        {
            message = afterHost;
            if (!TryHeader(line, envelope, time, host))
                return false;
            message = Rfc3164Reader.Cisco(line, afterHost, envelope, out var isCisco);
            if (!isCisco)
                message = Rfc3164Reader.Tag(line, afterHost, envelope);
            return true;
        }

        var pid = Word(line, ref at);
        var id = Word(line, ref at);
        if (id.Length == 0 || !TryTime(time.Of(line), out var wall, out var hasTime))
            return false;
        envelope.Version = 1;
        envelope.HasTime = hasTime;
        envelope.Time = wall;
        envelope.Host = Given(line, host);
        envelope.Program = Given(line, program);
        envelope.Pid = Given(line, pid);
        envelope.MessageId = Given(line, id);
        message = AfterCisco(line, program, AfterOwnTag(line, StructuredData(line, at, envelope), envelope), envelope);
        return true;
    }

    /// <summary>Relays put Cisco's <c>%FAC-SEV-MNEMONIC</c> into APP-NAME, or leave it at the beginning of the message.</summary>
    private static int AfterCisco(ReadOnlySpan<byte> line, Stretch program, int message, Envelope envelope)
    {
        if (program.Of(line) is not [(byte)'%', ..])
            return message < line.Length && line[message] == '%' ? Rfc3164Reader.Cisco(line, message, envelope, out _) : message;
        _ = Rfc3164Reader.Cisco(line[..(program.Start + program.Length + 1)], program.Start, envelope, out var isCisco);
        if (isCisco)
            envelope.Program = default;
        return message;
    }

    /// <summary>Position after the tag of RFC 3164 if a relay kept it in the message: <c>… sshd 12 - - sshd[12]: text</c>.</summary>
    private static int AfterOwnTag(ReadOnlySpan<byte> line, int at, Envelope envelope)
    {
        var program = envelope.Program.Of(line);
        if (program.IsEmpty || !line[at..].StartsWith(program))
            return at;
        var pid = envelope.Pid;
        var rest = line[(at + program.Length)..];
        if (pid.IsEmpty || rest.Length < pid.Length + 4 || rest[0] != '[' || !rest[1..].StartsWith(pid.Of(line)) || !rest[(pid.Length + 1)..].StartsWith("]: "u8))
            return at;
        return at + program.Length + pid.Length + 4;
    }

    /// <summary>Some senders end the header after the host: what follows is no APP-NAME but columns, pairs, a CEF line, or a tag without a process id.</summary>
    private static bool IsName(ReadOnlySpan<byte> program, byte next) =>
        program.Length is > 0 and <= ProgramMax && !program.ContainsAny((byte)',', (byte)'=', (byte)'|') && !program.ContainsAny((byte)'"', (byte)'{') && (program[^1] != ':' || next == '-');

    private static bool TryHeader(ReadOnlySpan<byte> line, Envelope envelope, Stretch time, Stretch host)
    {
        if (!TryTime(time.Of(line), out var wall, out var hasTime))
            return false;
        envelope.Version = 1;
        envelope.HasTime = hasTime;
        envelope.Time = wall;
        envelope.Host = Given(line, host);
        return true;
    }

    /// <summary>Meraki's <c>1 1795316400.123456789 host text</c>: seconds since 1970 where the time stands, and nothing after the host.</summary>
    private static bool TryEpoch(ReadOnlySpan<byte> line, int start, Envelope envelope, out int message)
    {
        var at = message = start;
        var time = Word(line, ref at);
        var host = Word(line, ref at);
        if (host.Length == 0 || Scan.Digits(line, start) is not (EpochDigits or EpochDigits + 3) || !TimeFormat.Unix.TryRead(time.Of(line), out var wall))
            return false;
        envelope.Version = 1;
        envelope.HasTime = true;
        envelope.Time = wall;
        envelope.Host = Given(line, host);
        message = at;
        return true;
    }

    private static bool TryTime(ReadOnlySpan<byte> text, out WallTime wall, out bool hasTime)
    {
        wall = default;
        hasTime = false;
        if (text is [(byte)'-'])
            return true;
        hasTime = !text.IsEmpty && WallTimeReader.Iso(text, out wall) == text.Length;
        return hasTime;
    }

    private static Stretch Word(ReadOnlySpan<byte> line, ref int at)
    {
        var start = at;
        var space = Scan.IndexOf(line, at, (byte)' ');
        var end = space < 0 ? line.Length : space;
        at = Math.Min(line.Length, end + 1);
        return new Stretch(Math.Min(start, line.Length), end - Math.Min(start, line.Length));
    }

    private static Stretch Given(ReadOnlySpan<byte> line, Stretch word) => word.Of(line) is [(byte)'-'] ? default : word;

    /// <summary>Position of the message. Broken structured data is taken for message: some senders leave the field out.</summary>
    private static int StructuredData(ReadOnlySpan<byte> line, int start, Envelope envelope)
    {
        var at = start;
        if (at < line.Length && line[at] == '-' && (at + 1 == line.Length || line[at + 1] == ' '))
            return Message(line, at + 1);
        while (at < line.Length && line[at] == '[')
        {
            var end = ElementEnd(line, at);
            if (end < 0)
                break;
            at = end;
        }

        if (at == start || (at < line.Length && line[at] is not ((byte)' ' or (byte)'[')))
            return Message(line, start);
        envelope.StructuredData = new Stretch(start, at - start);
        return Message(line, at);
    }

    /// <summary>Position after the element's closing bracket, outside quotes; -1 when it is no element.</summary>
    private static int ElementEnd(ReadOnlySpan<byte> line, int start)
    {
        if (start + 2 >= line.Length || line[start + 1] is (byte)' ' or (byte)']' or (byte)'"' or (byte)'[')
            return -1;
        var quoted = false;
        for (var at = start + 1; at < line.Length; at++)
        {
            if (quoted && line[at] == '\\')
                at++;
            else if (line[at] == '"')
                quoted = !quoted;
            else if (!quoted && line[at] == ']')
                return at + 1;
            else if (!quoted && line[at] == '[')
                return -1;
        }

        return -1;
    }

    private static int Message(ReadOnlySpan<byte> line, int at)
    {
        while (at < line.Length && line[at] == ' ') // a relay that read RFC 3164 keeps the space that stood behind the tag
            at++;
        return line[at..].StartsWith("\uFEFF"u8) ? at + 3 : at;
    }
}
