using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Yagura.Events;

namespace Yagura.Operations.Store;

/// <summary>Times are ISO text of fixed width in UTC (FIGURES 1): readable in the file, and text order is time order.</summary>
internal sealed class UtcTextConverter() : ValueConverter<DateTimeOffset, string>(
    time => TimeText.WriteUtc(time.UtcTicks),
    text => Read(text))
{
    private static DateTimeOffset Read(string text) => TimeText.TryParseUtc(text, out var ticks)
        ? new DateTimeOffset(ticks, TimeSpan.Zero)
        : throw new FormatException($"The store holds '{text}' where a time is expected (yyyy-MM-ddTHH:mm:ss.fffffffZ).");
}
