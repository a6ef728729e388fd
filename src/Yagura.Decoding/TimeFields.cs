using Yagura.Decoding.Plans;
using Yagura.Events;

namespace Yagura.Decoding;

/// <summary>Writes the event's time and what it was taken from.</summary>
internal sealed class TimeFields(EventLayout layout)
{
    private readonly Slot byDevice = layout.Constant("device"u8, ValueKind.Text);
    private readonly Slot byHeader = layout.Constant("header"u8, ValueKind.Text);
    private readonly Slot byReceiver = layout.Constant("receiver"u8, ValueKind.Text);

    /// <summary>Device time, else header time, else receive time (DESIGN 4); a zone that was assumed is said.</summary>
    public void Set(Line line)
    {
        var target = line.Target;
        var source = byDevice;
        var isAssumed = line.HasDeviceTime && line.DeviceZoneAssumed;
        if (!line.HasDeviceTime)
        {
            long header = 0;
            var time = line.Envelope.HasTime && !line.HasOwnTime ? line.Envelope.Time : line.InnerTime ?? default;
            var hasHeader = (line.Envelope.HasTime || line.InnerTime is not null) && line.Clock.TryResolve(time, line.Received, out header);
            source = hasHeader ? byHeader : byReceiver;
            isAssumed = hasHeader && !time.HasZone;
            target.SetSlot(WellKnown.Timestamp, line.Instant(hasHeader ? header : line.Received.UtcTicks));
        }

        target.SetSlot(WellKnown.TimeSource, source);
        if (isAssumed)
            target.SetCopy(WellKnown.ZoneAssumed, line.Clock.Name, ValueKind.Text);
    }
}
