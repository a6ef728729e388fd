using System.Globalization;
using Yagura.Decoding.Envelopes;
using Yagura.Decoding.Forms;
using Yagura.Decoding.Plans;
using Yagura.Events;

namespace Yagura.Decoding;

/// <summary>Writes what the envelope says into an event: <c>log.syslog.*</c>, host, process.</summary>
internal sealed class EnvelopeFields(EventLayout layout)
{
    /// <summary>Fields beyond the well-known ones that an envelope sets.</summary>
    public static readonly string[] Names =
    [
        "log.syslog.priority", "log.syslog.facility.code", "log.syslog.facility.name", "log.syslog.severity.code", "log.syslog.severity.name",
        "log.syslog.hostname", "log.syslog.appname", "log.syslog.procid", "log.syslog.msgid", "log.syslog.version", "process.pid", "event.created",
        "yagura.relay.host", "host.hostname", "host.ip", "yagura.parse.cut", "yagura.repeated", "log.level",
    ];

    /// <summary>Parameters of structured data that are looked at.</summary>
    private const int ParametersMax = 512;

    /// <summary>Longest id of an element that names its parameters, in bytes (RFC 5424 section 6.3.2: 32).</summary>
    private const int ElementMax = 256;

    /// <summary>Longest name of a process and of a program, in bytes, of which it is asked whether one stands in the other.</summary>
    private const int ProgramMax = 256;

    private readonly Slot[] numbers = [.. Enumerable.Range(0, 192).Select(number => layout.Constant(Plan.Utf8(number.ToString(CultureInfo.InvariantCulture)), ValueKind.Integer))];
    private readonly Slot[] facilities = [.. SyslogNames.Facilities.Select(name => layout.Constant(name, ValueKind.Text))];
    private readonly Slot[] severities = [.. SyslogNames.Severities.Select(name => layout.Constant(name, ValueKind.Text))];
    private readonly Slot one = layout.Constant("1"u8, ValueKind.Text);
    private readonly Slot yes = layout.Constant("true"u8, ValueKind.Boolean);
    private readonly int[] slots = [.. Names.Select(layout.Find)];

    /// <summary>Fields that no decoder sets, before one runs.</summary>
    public void Before(Line line)
    {
        var envelope = line.Envelope;
        var target = line.Target;
        if (envelope.Priority >= 0)
        {
            Integer(target, 0, envelope.Priority);
            Integer(target, 1, envelope.Priority / 8);
            target.SetSlot(slots[2], facilities[envelope.Priority / 8]);
            Integer(target, 3, envelope.Priority % 8);
            target.SetSlot(slots[4], severities[envelope.Priority % 8]);
        }

        Text(line, 5, envelope.Host);
        Text(line, 6, envelope.Program);
        Text(line, 7, envelope.Pid);
        Text(line, 8, envelope.MessageId);
        if (envelope.Version == 1)
            target.SetSlot(slots[9], one);
        Text(line, 12, envelope.RelayHost);
        target.SetSlot(slots[11], line.Instant(line.Received.UtcTicks));
        if (line.IsCut)
            target.SetSlot(slots[15], yes);
        StructuredData(line);
    }

    /// <summary>How many times a message came again.</summary>
    public void Repeated(Line line, Stretch times) => SetText(line, slots[16], times, ValueKind.Integer);

    /// <summary>Fields that a decoder may know better, after it ran.</summary>
    public void After(Line line)
    {
        var envelope = line.Envelope;
        var target = line.Target;
        if (!target.Has(WellKnown.HostName))
            SetText(line, WellKnown.HostName, envelope.Host, ValueKind.Text);
        Host(line, envelope.Host);
        if (!envelope.Pid.IsEmpty && !target.Has(slots[10]) && Decoding.Text.Scan.IsInteger(envelope.Pid.Of(line.Text)) && IsOfHeader(target.Bytes(WellKnown.ProcessName), envelope.Program.Of(line.Text)))
            SetText(line, slots[10], envelope.Pid, ValueKind.Integer);
        if (!target.Has(WellKnown.ProcessName))
            SetText(line, WellKnown.ProcessName, envelope.Program, ValueKind.Text);
        if (!target.Has(slots[17]))
            SetText(line, slots[17], envelope.Level, ValueKind.Text);
        if (!target.Has(WellKnown.Message))
            SetText(line, WellKnown.Message, line.Message, ValueKind.Text);
    }

    /// <summary>Whether the process that the decoder names is the one that wrote the line: an agent's number is none of what it watches.</summary>
    private static bool IsOfHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> program) =>
        name.IsEmpty || program.IsEmpty || name.SequenceEqual(program)
        || (name.Length <= ProgramMax && program.Length <= ProgramMax && (Decoding.Text.Scan.ContainsIgnoreCase(program, name) || Decoding.Text.Scan.ContainsIgnoreCase(name, program)));

    /// <summary>ECS keeps a host's name and its address apart; a header has either.</summary>
    private void Host(Line line, Stretch host)
    {
        var isAddress = Decoding.Text.Scan.IsAddress(host.Of(line.Text));
        var slot = slots[isAddress ? 14 : 13];
        if (!line.Target.Has(slot) && !host.IsEmpty)
            line.Target.SetSlot(slot, isAddress ? Decoding.Text.PlainAddress.Of(line.Target, line.Slot(host, ValueKind.Address)) : line.Slot(host, ValueKind.Text));
    }

    /// <summary>Keys go to the undeclared list; <c>meta sequenceId</c> (RFC 5424 section 7.3.1) is the sender's own number.</summary>
    private static void StructuredData(Line line)
    {
        if (line.Envelope.StructuredData.IsEmpty)
            return;
        var target = line.Target;
        var cursor = new StructuredDataCursor(line.Region(line.Envelope.StructuredData));
        for (var count = 0; count < ParametersMax && cursor.MoveNext(target); count++)
        {
            var stem = "log.syslog.structured_data."u8;
            var element = cursor.Element.IsEmpty || cursor.Element.Length > ElementMax ? 0 : cursor.Element.Length + 1;
            var length = stem.Length + element + cursor.Name.Length;
            var name = target.Reserve(length);
            stem.CopyTo(name);
            if (element > 0)
            {
                cursor.Element.CopyTo(name[stem.Length..]);
                name[stem.Length + element - 1] = (byte)'.';
            }

            cursor.Name.CopyTo(name[(length - cursor.Name.Length)..]);
            target.AddUndeclared(target.Keep(length, ValueKind.Text), cursor.Value);
            if (cursor.Element.SequenceEqual("meta"u8) && cursor.Name.SequenceEqual("sequenceId"u8))
                Sequence(line, cursor.Value);
        }
    }

    private static void Sequence(Line line, Slot value)
    {
        if (!Decoding.Text.Scan.IsInteger(line.Target.Bytes(value)))
            return;
        var stem = "rfc5424/"u8;
        var host = line.Envelope.Host.Of(line.Text);
        var scope = line.Target.Reserve(stem.Length + host.Length);
        stem.CopyTo(scope);
        host.CopyTo(scope[stem.Length..]);
        line.Target.SetSlot(WellKnown.SequenceValue, value with { Kind = ValueKind.Integer });
        line.Target.SetSlot(WellKnown.SequenceScope, line.Target.Keep(stem.Length + host.Length, ValueKind.Text));
    }

    private void Integer(Event target, int field, int value) => target.SetSlot(slots[field], numbers[value]);

    private void Text(Line line, int field, Stretch stretch) => SetText(line, slots[field], stretch, ValueKind.Text);

    private static void SetText(Line line, int slot, Stretch stretch, ValueKind kind)
    {
        if (!stretch.IsEmpty)
            line.Target.SetSlot(slot, line.Slot(stretch, kind));
    }
}
