using System.Globalization;

namespace Yagura.Events;

/// <summary>When a record was received by this node: UTC, in ticks of 100 ns, never stepping backwards within a run.</summary>
/// <remarks>
/// Receive time, device time and stated time are different types on purpose (STYLE 8): a figure that mixes them up must not compile.
/// Written as <c>2026-11-22T03:00:00.0001234Z</c>, always seven digits (CUSTODY 4).
/// </remarks>
public readonly record struct ReceiveTime(long UtcTicks) : IComparable<ReceiveTime>
{
    /// <summary>Length in characters of the written form.</summary>
    public const int WrittenLength = 28;

    /// <summary>The instant as a <see cref="DateTimeOffset"/> with offset zero.</summary>
    public DateTimeOffset Instant => new(UtcTicks, TimeSpan.Zero);

    /// <summary>The receive time of an instant of any offset.</summary>
    public static ReceiveTime From(DateTimeOffset instant) => new(instant.UtcTicks);

    /// <summary>Reads the written form; false for anything else.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ReceiveTime time)
    {
        var read = TimeText.TryParseUtc(text, out var ticks);
        time = new ReceiveTime(ticks);
        return read;
    }

    /// <inheritdoc/>
    public int CompareTo(ReceiveTime other) => UtcTicks.CompareTo(other.UtcTicks);

    /// <summary>The written form, seven digits of a second and a Z.</summary>
    public override string ToString() => TimeText.WriteUtc(UtcTicks);

    /// <summary>Earlier than.</summary>
    public static bool operator <(ReceiveTime left, ReceiveTime right) => left.UtcTicks < right.UtcTicks;

    /// <summary>Later than.</summary>
    public static bool operator >(ReceiveTime left, ReceiveTime right) => left.UtcTicks > right.UtcTicks;

    /// <summary>Earlier than or equal.</summary>
    public static bool operator <=(ReceiveTime left, ReceiveTime right) => left.UtcTicks <= right.UtcTicks;

    /// <summary>Later than or equal.</summary>
    public static bool operator >=(ReceiveTime left, ReceiveTime right) => left.UtcTicks >= right.UtcTicks;
}

/// <summary>When the device says that it happened: UTC, in ticks of 100 ns. As true as the device's clock.</summary>
public readonly record struct DeviceTime(long UtcTicks)
{
    /// <summary>The instant as a <see cref="DateTimeOffset"/> with offset zero.</summary>
    public DateTimeOffset Instant => new(UtcTicks, TimeSpan.Zero);

    /// <summary>The written form, seven digits of a second and a Z.</summary>
    public override string ToString() => TimeText.WriteUtc(UtcTicks);
}

/// <summary>The one written form of an instant in spool, evidence and seals.</summary>
public static class TimeText
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    /// <summary>Writes UTC ticks as <c>yyyy-MM-ddTHH:mm:ss.fffffffZ</c>.</summary>
    public static string WriteUtc(long utcTicks) =>
        new DateTime(utcTicks, DateTimeKind.Utc).ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>Writes UTC ticks into <paramref name="destination"/> (28 bytes needed) without allocating; returns the bytes written.</summary>
    public static int WriteUtc(long utcTicks, Span<byte> destination)
    {
        // The round-trip form of UTC is the same text and has a short way of its own.
        new DateTime(utcTicks, DateTimeKind.Utc).TryFormat(destination, out var written, "O", CultureInfo.InvariantCulture);
        return written;
    }

    /// <summary>Reads exactly the written form; false for anything else.</summary>
    public static bool TryParseUtc(ReadOnlySpan<char> text, out long utcTicks)
    {
        var read = DateTime.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time);
        utcTicks = read ? time.Ticks : 0;
        return read;
    }
}
