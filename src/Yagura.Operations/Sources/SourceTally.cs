using Yagura.Events;

namespace Yagura.Operations.Sources;

/// <summary>How decoding ended for a record.</summary>
public enum ReadAs
{
    /// <summary>Read.</summary>
    Parsed,

    /// <summary>Read in part.</summary>
    Partial,

    /// <summary>No decoder could read it.</summary>
    Unparsed,
}

/// <summary>A line that no decoder could read, or of which only the form is known.</summary>
/// <param name="Program">The envelope's program; empty for none.</param>
/// <param name="Shape">See <see cref="Decoding.Shapes.LineShape"/>.</param>
/// <param name="FormOnly">Whether its form was known.</param>
public sealed record UnreadLine(string Program, string Shape, bool FormOnly);

/// <summary>What a stretch of records brought, source by source, until it is committed. Not thread-safe.</summary>
/// <remarks>Bounded by the sources (registered, and at most 256 unregistered a day and listener) times the minutes of the stretch; emptied by <see cref="SourceFeed"/>.</remarks>
public sealed class SourceTally
{
    internal Dictionary<string, SourceShare> Shares { get; } = new(StringComparer.Ordinal);

    /// <summary>The last sequence counted; 0 for none.</summary>
    public long Through { get; private set; }

    /// <summary>Counts one record; a repeat is passed over, only the live lane moves "last seen".</summary>
    public void Add(StoredRecord stored, ReadAs read, UnreadLine? unread = null)
    {
        Through = stored.Sequence;
        if (stored.Repeats != 0) return;
        if (!Shares.TryGetValue(stored.Record.Source, out var share)) Shares[stored.Record.Source] = share = new SourceShare();
        share.Add(stored.Record, read);
        if (unread is not null) share.Unread.Add(ShapeBook.RowOf(stored, unread));
    }

    /// <summary>Passes over a record that is nobody's log, so that the cursor moves on.</summary>
    public void Pass(long sequence) => Through = sequence;

    /// <summary>Forgets everything, after a commit.</summary>
    public void Clear() => Shares.Clear();
}

/// <summary>One source's part of a tally.</summary>
internal sealed class SourceShare
{
    internal Dictionary<long, SourceSums> Minutes { get; } = [];

    internal SourceSums Total { get; } = new();

    internal GapHistogram Gaps { get; } = new();

    internal ShapeBook Unread { get; } = new([]);

    internal ReceiveTime? FirstLive { get; private set; }

    internal ReceiveTime? LastLive { get; private set; }

    internal ReceiveTime? First { get; private set; }

    internal void Add(RawRecord record, ReadAs read)
    {
        var minute = record.ReceivedAt.UtcTicks / TimeSpan.TicksPerMinute;
        if (!Minutes.TryGetValue(minute, out var sums)) Minutes[minute] = sums = new SourceSums();
        sums.Add(record, read);
        Total.Add(record, read);
        First ??= record.ReceivedAt;
        if (record.Lane != Lane.Live) return;
        if (LastLive is { } last) Gaps.Add(record.ReceivedAt.Instant - last.Instant);
        FirstLive ??= record.ReceivedAt;
        LastLive = record.ReceivedAt;
    }
}

/// <summary>Sums of a span.</summary>
internal sealed class SourceSums
{
    internal long Records { get; private set; }

    internal long Events { get; private set; }

    internal long Bytes { get; private set; }

    internal long Unparsed { get; private set; }

    internal long Partial { get; private set; }

    internal void Add(RawRecord record, ReadAs read)
    {
        Records++;
        Events += record.EventCount;
        Bytes += record.Payload.Length;
        if (read == ReadAs.Unparsed) Unparsed++;
        if (read == ReadAs.Partial) Partial++;
    }
}
