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
    /// <summary>Lines that are read one in another: the record, what a collector wrapped, and what a shipper wrapped before.</summary>
    private const int DepthMax = 3;

    private Level now = new(parts, DepthMax);
    private Stretch message;
    private readonly TrigramSet threes = new();
    private long threesTaken;

    /// <summary>The header of the line that is read now.</summary>
    public Envelope Envelope => now.Envelope;

    /// <summary>What is taken out of the line that is read now.</summary>
    public Parts Parts => now.Parts;

    /// <summary>What its sentences mention.</summary>
    public SentenceReader Sentence => now.Sentence;

    /// <summary>Whether the line that is read now stands in another.</summary>
    public bool IsInner => now.Outer is not null;

    /// <summary>Whether a line in the one that is read now can be read too.</summary>
    public bool CanEnter => now.Inner is not null;

    /// <summary>What the stretches of the envelope are stretches of: the record, or a line that was taken out of it.</summary>
    public ReadOnlySpan<byte> Text => IsInner ? Target.Bytes(now.Text) : Target.Payload;

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

    /// <summary>The trigrams of the message, which every set of candidates asks for.</summary>
    public TrigramSet Threes
    {
        get
        {
            if (threesTaken != Reading)
            {
                threesTaken = Reading;
                threes.Take(MessageBytes);
            }

            return threes;
        }
    }

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

    private Room Room => IsInner ? Room.Arena : Room.Payload;

    public Region Region(Stretch stretch) => new(stretch.Of(Text), now.Text.Offset + stretch.Start, Room);

    public Slot Slot(Stretch stretch, ValueKind kind) => new(now.Text.Offset + stretch.Start, stretch.Length, kind, Room);

    public ReadOnlySpan<byte> MessageBytes => Message.Of(Text);

    /// <summary>Goes into a wrapped line. Program and process number come from the wrapper, or else from the header that the line has itself.</summary>
    public void Enter(Slot text, Slot program, Slot pid)
    {
        if (!IsInner)
            InnerTime = null;
        now.Message = Message;
        var (programLength, pidLength) = (Target.Bytes(program).Length, Target.Bytes(pid).Length);
        var length = programLength + pidLength + Target.Bytes(text).Length;
        var room = Target.Reserve(length);
        Target.Bytes(program).CopyTo(room);
        Target.Bytes(pid).CopyTo(room[programLength..]);
        Target.Bytes(text).CopyTo(room[(programLength + pidLength)..]);
        now = now.Inner!;
        now.Text = Target.Keep(length, ValueKind.Text);
        if (programLength == 0)
        {
            ReadHeader();
            return;
        }

        var inner = Envelope;
        inner.Clear();
        inner.Program = new Stretch(0, programLength);
        inner.Pid = new Stretch(programLength, pidLength);
        inner.Message = new Stretch(programLength + pidLength, length - programLength - pidLength);
        Message = Trimmed(Text, inner.Message);
    }

    /// <summary>Reads the header of a wrapped line.</summary>
    public void ReadHeader()
    {
        SyslogReader.Read(Text, Envelope);
        Message = Trimmed(Text, Envelope.Message);
    }

    /// <summary>Takes the other reading of a wrapped line: that of a file's, which has no header though it begins with a time.</summary>
    public void MakeBare()
    {
        Envelope.MakeBare();
        Message = Trimmed(Text, Envelope.Message);
    }

    /// <summary>Goes back to the wrapper; a time in the header of the innermost line stands for the one that the record's has not.</summary>
    public void Leave()
    {
        if (Envelope.HasTime)
            InnerTime ??= Envelope.Time;
        now = now.Outer!;
        Message = now.Message;
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

    /// <summary>What is read of one line: the record, or a line in another.</summary>
    private sealed class Level
    {
        public Level(int parts, int depth)
        {
            Parts = new Parts(parts);
            Inner = depth > 1 ? new Level(parts, depth - 1) { Outer = this } : null;
        }

        /// <summary>The line that this one stands in.</summary>
        public Level? Outer { get; private init; }

        /// <summary>The line that stands in this one.</summary>
        public Level? Inner { get; }

        public Envelope Envelope { get; } = new();

        public Parts Parts { get; }

        public SentenceReader Sentence { get; } = new();

        /// <summary>The line, when it is not the record.</summary>
        public Slot Text { get; set; }

        /// <summary>The message, while a line in it is read.</summary>
        public Stretch Message { get; set; }
    }
}
