using System.Text;
using Yagura.Events;

namespace Yagura.Detection.Correlate;

/// <summary>The time by which correlations order events: device time, held within five minutes of receive time.</summary>
/// <remarks>A device whose clock is wrong by hours would otherwise tear its group's window apart; one that is right keeps its own order.</remarks>
internal static class EventTime
{
    /// <summary>Furthest that device time may stand from receive time.</summary>
    public static readonly TimeSpan ApartMax = TimeSpan.FromMinutes(5);

    /// <summary>Ticks of the event's time.</summary>
    public static long Of(Event next)
    {
        var received = next.Stored!.Record.ReceivedAt.UtcTicks;
        var bytes = next.Bytes(WellKnown.Timestamp);
        Span<char> text = stackalloc char[ReceiveTime.WrittenLength];
        if (bytes.Length != text.Length || !Encoding.UTF8.TryGetChars(bytes, text, out var length) || !TimeText.TryParseUtc(text[..length], out var ticks))
            return received;
        return Math.Clamp(ticks, received - ApartMax.Ticks, received + ApartMax.Ticks);
    }
}
