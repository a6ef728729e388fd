using Yagura.Events;

namespace Yagura.Intake.Counting;

/// <summary>What one source sent through one listener.</summary>
internal sealed class SourceCounts(string listener, string source)
{
    private long _accepted, _acceptedBytes, _cut, _rejected, _lastTicks;

    internal string Source { get; } = source;

    internal void Accepted(long records, long bytes, long cut, ReceiveTime last)
    {
        Interlocked.Add(ref _accepted, records);
        Interlocked.Add(ref _acceptedBytes, bytes);
        if (cut > 0) Interlocked.Add(ref _cut, cut);
        Volatile.Write(ref _lastTicks, last.UtcTicks);
    }

    internal void Rejected(long frames) => Interlocked.Add(ref _rejected, frames);

    internal SourceCountsSnapshot Snapshot()
    {
        var last = Volatile.Read(ref _lastTicks);
        return new(listener, Source, Interlocked.Read(ref _accepted), Interlocked.Read(ref _acceptedBytes), Interlocked.Read(ref _cut), Interlocked.Read(ref _rejected), last == 0 ? null : new ReceiveTime(last));
    }
}
