using Yagura.Events;
using Yagura.Intake.Counting;
using Yagura.Intake.Sources;

namespace Yagura.Intake.Rates;

/// <summary>The byte rates of one listener: one for all that comes through it, one for each source (CUSTODY 2, fairness).</summary>
/// <remarks>
/// A stream is charged for what was read and then not read from until nothing is owed; a datagram that its rate has no
/// room for is refused and counted. As in every sum of bytes a record costs 256 bytes beside its payload, so a flood of
/// tiny records is a flood too. Thread-safe; without a rate it costs one comparison a read.
/// </remarks>
internal sealed class ListenerRates
{
    /// <summary>A burst is what the rate gives in this time, and at least one whole record.</summary>
    internal static readonly TimeSpan BurstTime = TimeSpan.FromSeconds(1);

    private readonly SourceDirectory _directory;
    private readonly IntakeLimits _limits;
    private readonly TimeProvider _time;
    private readonly long? _sourceRate;
    private readonly ByteBucket? _all;
    private readonly Lock _lock = new();

    // Bounded by CountedSourcesMax; sources beyond it share the bucket of unregistered.other. Cleared when the directory changed.
    private readonly Dictionary<string, ByteBucket> _buckets = new(StringComparer.Ordinal);
    private int _version;

    /// <param name="directory">Knows the rates of registered sources.</param>
    /// <param name="limits">The listener's limits.</param>
    /// <param name="rate">Bytes a second of the whole listener; null for no limit.</param>
    /// <param name="sourceRate">Bytes a second of each source that has no rate of its own; null for no limit.</param>
    /// <param name="time">The clock.</param>
    internal ListenerRates(SourceDirectory directory, IntakeLimits limits, long? rate, long? sourceRate, TimeProvider time)
    {
        (_directory, _limits, _time, _sourceRate, _version) = (directory, limits, time, sourceRate, directory.Version);
        _all = rate is { } bytes ? Bucket(bytes) : null;
    }

    private bool Limited => _all is not null || _sourceRate is not null || _directory.HasRates;

    /// <summary>Charges a stream for what was read; how long it is not to be read from.</summary>
    internal TimeSpan Charge(IReadOnlyList<RawRecord> records)
    {
        if (!Limited) return TimeSpan.Zero;
        lock (_lock)
        {
            var wait = TimeSpan.Zero;
            long all = 0;
            for (var i = 0; i < records.Count; i++)
            {
                var cost = Cost(records[i]);
                all += cost;
                if (BucketOf(records[i].Source)?.Charge(cost) is { } own && own > wait) wait = own;
            }
            return _all?.Charge(all) is { } whole && whole > wait ? whole : wait;
        }
    }

    /// <summary>Whether a datagram is within its rates; it is charged then.</summary>
    internal bool Admits(RawRecord record)
    {
        if (!Limited) return true;
        var cost = Cost(record);
        lock (_lock)
        {
            var own = BucketOf(record.Source);
            if (own is not null && !own.TryTake(cost)) return false;
            if (_all is null || _all.TryTake(cost)) return true;
            own?.GiveBack(cost);
            return false;
        }
    }

    private ByteBucket? BucketOf(string source)
    {
        if (_version != _directory.Version)
        {
            _buckets.Clear();
            _version = _directory.Version;
        }
        if (_buckets.TryGetValue(source, out var known)) return known;
        if ((_directory.RateOf(source) ?? _sourceRate) is not { } rate) return null;
        if (_buckets.Count < _limits.CountedSourcesMax || source == IntakeCounts.Other) return _buckets[source] = Bucket(rate);
        return BucketOf(IntakeCounts.Other);
    }

    private ByteBucket Bucket(long rate) => new(rate, Math.Max((long)(rate * BurstTime.TotalSeconds), _limits.LineBytesMax + IntakeLimits.RecordOverheadBytes), _time);

    private static long Cost(RawRecord record) => record.Payload.Length + IntakeLimits.RecordOverheadBytes;
}
