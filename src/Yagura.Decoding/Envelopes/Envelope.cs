using Yagura.Decoding.Times;

namespace Yagura.Decoding.Envelopes;

/// <summary>A stretch of the payload; length 0 means that the header does not have it.</summary>
internal readonly record struct Stretch(int Start, int Length)
{
    public bool IsEmpty => Length == 0;

    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> payload) => payload.Slice(Start, Length);
}

/// <summary>What the header of a line says, and where its message begins. Reused from line to line.</summary>
internal sealed class Envelope
{
    /// <summary>PRI value 0 to 191, or -1.</summary>
    public int Priority;

    /// <summary>1 for RFC 5424, 0 for the older forms, -1 when there is no syslog header at all.</summary>
    public int Version;

    /// <summary>Whether <see cref="Time"/> was read.</summary>
    public bool HasTime;

    public WallTime Time;

    public Stretch Host;

    /// <summary>Host of an outer header that a relay put before the device's own.</summary>
    public Stretch RelayHost;

    /// <summary>The level that stands where the host would.</summary>
    public Stretch Level;

    public Stretch Program;

    public Stretch Pid;

    public Stretch MessageId;

    public Stretch StructuredData;

    /// <summary>Facility of Cisco's <c>%FAC-SEV-MNEMONIC</c>.</summary>
    public Stretch CiscoFacility;

    public Stretch CiscoLevel;

    public Stretch CiscoMnemonic;

    /// <summary>A counter in the header: Cisco's message counter.</summary>
    public Stretch Counter;

    /// <summary>What a record says of its item outside it: the resource of an OTLP record.</summary>
    public Stretch Around;

    public Stretch Message;

    /// <summary>The message if the time at the line's start belongs to it and is no header: what file logs look like. Empty when there is no such reading.</summary>
    public Stretch Bare;

    /// <summary>Takes the other reading: no header but the priority.</summary>
    public void MakeBare()
    {
        var (priority, bare) = (Priority, Bare);
        Clear();
        Priority = priority;
        Message = bare;
    }

    public void Clear()
    {
        Priority = -1;
        Version = -1;
        HasTime = false;
        Time = default;
        Host = RelayHost = Level = Program = Pid = MessageId = StructuredData = CiscoFacility = CiscoLevel = CiscoMnemonic = Counter = Around = Message = Bare = default;
    }
}
