using System.Text;
using Yagura.Decoding.Envelopes;
using Yagura.Decoding.Forms;
using Yagura.Decoding.Sentences;
using Yagura.Decoding.Text;
using Yagura.Decoding.Times;
using Yagura.Events;

namespace Yagura.Decoding.Plans;

/// <summary>What plans work on: one item of a record with its envelope, its message and the zone to assume.</summary>
/// <param name="parts">Most parts that a plan names.</param>
internal sealed class Line(int parts)
{
    /// <summary>The header of the record, and that of a line that another wraps.</summary>
    private readonly Envelope outer = new();
    private readonly Envelope inner = new();
    private readonly Parts outerParts = new(parts);
    private readonly Parts innerParts = new(parts);
    private readonly SentenceReader outerSentence = new();
    private readonly SentenceReader innerSentence = new();
    private Stretch message;
    private Stretch outerMessage;
    private Slot? innerText;

    /// <summary>The header of the line that is read now.</summary>
    public Envelope Envelope => innerText is null ? outer : inner;

    /// <summary>What is taken out of the line that is read now.</summary>
    public Parts Parts => innerText is null ? outerParts : innerParts;

    /// <summary>What its sentences mention.</summary>
    public SentenceReader Sentence => innerText is null ? outerSentence : innerSentence;

    /// <summary>Whether the line that is read now stands in another.</summary>
    public bool IsInner => innerText is not null;

    /// <summary>What the stretches of the envelope are stretches of: the record, or a line that was taken out of it.</summary>
    public ReadOnlySpan<byte> Text => innerText is { } slot ? Target.Bytes(slot) : Target.Payload;

    /// <summary>What may still be searched.</summary>
    public Effort Effort { get; } = new();

    public Event Target { get; set; } = new();

    public ReceiveTime Received { get; set; }

    public ZoneClock Clock { get; set; } = new(TimeZoneInfo.Utc);

    /// <summary>The message: what remains after the envelope, or one item of it.</summary>
    public Stretch Message
    {
        get => message;
        set
        {
            message = value;
            Reading++;
        }
    }

    /// <summary>Number of the text that is read, with its header: no two have the same.</summary>
    public long Reading { get; private set; }

    /// <summary>Time in the header of a wrapped line; null when there was none.</summary>
    public WallTime? InnerTime { get; set; }

    /// <summary>Whether that time stands before the wrapper's.</summary>
    public bool HasOwnTime { get; set; }

    /// <summary>Whether the message goes on behind what decoders look at.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Makes the first bytes of a stretch of the record the message. White space at its end is no part of it: files of other systems and relays leave some there.</summary>
    public void Take(ReadOnlySpan<byte> record, Stretch all, int longest)
    {
        IsCut = all.Length > longest;
        Message = Trimmed(record, IsCut ? all with { Length = longest } : all);
    }

    private static Stretch Trimmed(ReadOnlySpan<byte> text, Stretch stretch)
    {
        var bytes = stretch.Of(text);
        return bytes.IsEmpty || !Scan.IsSpace(bytes[^1]) ? stretch : stretch with { Length = bytes.LastIndexOfAnyExcept(Scan.Spaces) + 1 };
    }

    /// <summary>Whether the event's time was set by the decoder, and whether a zone was assumed for it.</summary>
    public bool HasDeviceTime { get; set; }

    public bool DeviceZoneAssumed { get; set; }

    public Region Region(Stretch stretch) => new(stretch.Of(Text), (innerText?.Offset ?? 0) + stretch.Start, inArena: IsInner);

    public Slot Slot(Stretch stretch, ValueKind kind) => new((innerText?.Offset ?? 0) + stretch.Start, stretch.Length, kind, InArena: IsInner);

    public ReadOnlySpan<byte> MessageBytes => Message.Of(Text);

    /// <summary>Goes into a wrapped line. Program and process number come from the wrapper, or else from the header that the line has itself.</summary>
    public void Enter(Slot text, Slot program, Slot pid)
    {
        outerMessage = Message;
        var (programLength, pidLength) = (Target.Bytes(program).Length, Target.Bytes(pid).Length);
        var length = programLength + pidLength + Target.Bytes(text).Length;
        var room = Target.Reserve(length);
        Target.Bytes(program).CopyTo(room);
        Target.Bytes(pid).CopyTo(room[programLength..]);
        Target.Bytes(text).CopyTo(room[(programLength + pidLength)..]);
        innerText = Target.Keep(length, ValueKind.Text);
        inner.Clear();
        if (programLength == 0)
        {
            SyslogReader.Read(Text, inner);
        }
        else
        {
            inner.Program = new Stretch(0, programLength);
            inner.Pid = new Stretch(programLength, pidLength);
            inner.Message = new Stretch(programLength + pidLength, length - programLength - pidLength);
        }

        Message = Trimmed(Text, inner.Message);
    }

    /// <summary>Goes back to the wrapper; a time in the header of the wrapped line stands for the one that the record's has not.</summary>
    public void Leave()
    {
        if (inner.HasTime)
            InnerTime = inner.Time;
        innerText = null;
        Message = outerMessage;
    }

    /// <summary>Writes an instant into the arena.</summary>
    public Slot Instant(long utcTicks)
    {
        var room = Target.Reserve(ReceiveTime.WrittenLength);
        return Target.Keep(TimeText.WriteUtc(utcTicks, room), ValueKind.Instant);
    }

    /// <summary>Writes text that is the same for many lines (ids of sources, mostly ASCII) into the arena.</summary>
    public Slot Copy(string text)
    {
        var room = Target.Reserve(Encoding.UTF8.GetMaxByteCount(text.Length));
        return Target.Keep(Encoding.UTF8.GetBytes(text, room), ValueKind.Text);
    }
}
