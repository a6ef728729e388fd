namespace Yagura.Intake.Counting;

/// <summary>What one listener saw. Framed = accepted + rejected; accepted = acknowledged + refused + still in the gate.</summary>
/// <remarks>Interlocked additions, one a read where the caller can sum up; read at any time through <see cref="Snapshot"/>.</remarks>
public sealed class ListenerCounts(string listener)
{
    private readonly long[] _rejected = new long[Enum.GetValues<RejectReason>().Length];
    private readonly long[] _closed = new long[Enum.GetValues<CloseReason>().Length];
    private long _framed, _accepted, _acceptedBytes, _cut, _wrongCounts, _unterminated;
    private long _acknowledged, _refused, _opened, _ended, _connectionsRefused, _kernelDropped, _notAllowed, _rateWaits;

    /// <summary>The listener's id.</summary>
    public string Listener { get; } = listener;

    /// <summary>Connections open now.</summary>
    public long ConnectionsOpen => Interlocked.Read(ref _opened) - Interlocked.Read(ref _ended);

    internal void Framed(long frames) => Interlocked.Add(ref _framed, frames);

    internal void Accepted(long records, long bytes)
    {
        Interlocked.Add(ref _accepted, records);
        Interlocked.Add(ref _acceptedBytes, bytes);
    }

    internal void Rejected(RejectReason reason, long frames) => Interlocked.Add(ref _rejected[(int)reason], frames);

    internal void Cut(long frames) => Interlocked.Add(ref _cut, frames);

    internal void WrongCount() => Interlocked.Increment(ref _wrongCounts);

    internal void Unterminated() => Interlocked.Increment(ref _unterminated);

    internal void Acknowledged(long records) => Interlocked.Add(ref _acknowledged, records);

    internal void Refused(long records) => Interlocked.Add(ref _refused, records);

    internal void ConnectionOpened() => Interlocked.Increment(ref _opened);

    internal void ConnectionEnded(CloseReason reason)
    {
        Interlocked.Increment(ref _ended);
        Interlocked.Increment(ref _closed[(int)reason]);
    }

    internal void ConnectionRefused() => Interlocked.Increment(ref _connectionsRefused);

    internal void NotAllowed() => Interlocked.Increment(ref _notAllowed);

    internal void RateWaited() => Interlocked.Increment(ref _rateWaits);

    internal void KernelDropped(long datagrams) => Interlocked.Add(ref _kernelDropped, datagrams);

    /// <summary>The counts now, each read for itself.</summary>
    public ListenerCountsSnapshot Snapshot() => new()
    {
        Listener = Listener,
        Framed = Interlocked.Read(ref _framed),
        Accepted = Interlocked.Read(ref _accepted),
        AcceptedBytes = Interlocked.Read(ref _acceptedBytes),
        Cut = Interlocked.Read(ref _cut),
        WrongCounts = Interlocked.Read(ref _wrongCounts),
        Unterminated = Interlocked.Read(ref _unterminated),
        Acknowledged = Interlocked.Read(ref _acknowledged),
        Refused = Interlocked.Read(ref _refused),
        ConnectionsOpened = Interlocked.Read(ref _opened),
        ConnectionsOpen = ConnectionsOpen,
        ConnectionsRefused = Interlocked.Read(ref _connectionsRefused),
        NotAllowed = Interlocked.Read(ref _notAllowed),
        RateWaits = Interlocked.Read(ref _rateWaits),
        KernelDropped = Interlocked.Read(ref _kernelDropped),
        Rejected = Enum.GetValues<RejectReason>().ToDictionary(Reasons.Id, r => Interlocked.Read(ref _rejected[(int)r])),
        Closed = Enum.GetValues<CloseReason>().ToDictionary(Reasons.Id, r => Interlocked.Read(ref _closed[(int)r])),
    };
}
