using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Yagura.Events;

namespace Yagura.Archive.Seal;

/// <summary>Events by receive minute and source: the <c>.minutes.gz</c> of a seal (CUSTODY 4).</summary>
/// <remarks>
/// Counted at receipt. A record that repeats another after a broken session counts nothing: coverage counts events, the
/// chain counts records. A line stands only where the count is at least 1; a minute split over seals adds up.
/// Bounded by the minutes that one seal's records can lie in times its sources.
/// </remarks>
internal sealed class MinuteCounts
{
    private readonly Dictionary<(long Minute, string Source), long> _counts = [];

    private (long Minute, string Source) _lastKey = (-1, "");
    private long _lastCount;

    /// <summary>The counts, in no order.</summary>
    public IReadOnlyDictionary<(long Minute, string Source), long> Counts
    {
        get
        {
            Settle();
            return _counts;
        }
    }

    /// <summary>Adds events of a source at a receive time.</summary>
    public void Add(ReceiveTime at, string source, long events)
    {
        var minute = at.UtcTicks / TimeSpan.TicksPerMinute;
        if (minute != _lastKey.Minute || !ReferenceEquals(source, _lastKey.Source))
        {
            Settle();
            _lastKey = (minute, source);
        }
        _lastCount += events;
    }

    /// <summary>The file's unpacked bytes.</summary>
    public byte[] Write()
    {
        var text = new StringBuilder();
        foreach (var ((minute, source), events) in Counts.OrderBy(count => count.Key.Minute).ThenBy(count => count.Key.Source, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"{MinuteText.Write(minute)} {source} {events}\n");
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    /// <summary>Reads a minutes file; null when a line has another form or stands out of order.</summary>
    public static MinuteCounts? TryRead(ReadOnlySpan<byte> bytes)
    {
        var counts = new MinuteCounts();
        foreach (var range in bytes.Split((byte)'\n'))
        {
            var line = Encoding.ASCII.GetString(bytes[range]);
            if (line.Length == 0) continue;
            var parts = line.Split(' ');
            if (parts.Length != 3 || !MinuteText.TryParse(parts[0], out var minute) || !Identifier.IsValid(parts[1])) return null;
            if (!long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var events) || events < 1) return null;
            if (!counts._counts.TryAdd((minute, parts[1]), events)) return null;
        }
        return counts.Write().AsSpan().SequenceEqual(bytes) ? counts : null;
    }

    private void Settle()
    {
        if (_lastCount > 0) CollectionsMarshal.GetValueRefOrAddDefault(_counts, _lastKey, out _) += _lastCount;
        _lastCount = 0;
    }
}
