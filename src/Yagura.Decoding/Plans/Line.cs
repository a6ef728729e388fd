using System.Text;
using Yagura.Decoding.Envelopes;
using Yagura.Decoding.Text;
using Yagura.Decoding.Times;
using Yagura.Events;

namespace Yagura.Decoding.Plans;

/// <summary>What plans work on: one item of a record with its envelope, its message and the zone to assume.</summary>
internal sealed class Line
{
    public Envelope Envelope { get; } = new();

    public Event Target { get; set; } = new();

    public ReceiveTime Received { get; set; }

    public ZoneClock Clock { get; set; } = new(TimeZoneInfo.Utc);

    /// <summary>The message: what remains after the envelope, or one item of it.</summary>
    public Stretch Message { get; set; }

    /// <summary>Whether the event's time was set by the decoder, and whether a zone was assumed for it.</summary>
    public bool HasDeviceTime { get; set; }

    public bool DeviceZoneAssumed { get; set; }

    public Region Region(Stretch stretch) => new(stretch.Of(Target.Payload), stretch.Start, inArena: false);

    public ReadOnlySpan<byte> MessageBytes => Message.Of(Target.Payload);

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
