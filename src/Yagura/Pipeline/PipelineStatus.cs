using Yagura.Intake.Listeners;
using Yagura.Intake.Udp;

namespace Yagura.Pipeline;

/// <summary>Where each part of the path stands.</summary>
/// <param name="Listening">Whether every listener is open.</param>
/// <param name="Halted">Why intake stopped; null while all is well.</param>
/// <param name="Short">Why nothing is acknowledged for want of room; null while there is room.</param>
/// <param name="Listeners">The doors.</param>
/// <param name="Spool">What is durable.</param>
/// <param name="Sealed">The newest seal; null before the first.</param>
/// <param name="Sealing">How sealing goes on.</param>
/// <param name="Analysed">Sequence of the last record that every rule saw.</param>
/// <param name="Stages">What runs behind the spool.</param>
internal sealed record PipelineStatus(bool Listening, string? Halted, string? Short, IReadOnlyList<ListenerStatus> Listeners, SpoolStatus Spool, SealStatus? Sealed, SealingStatus Sealing, long Analysed, IReadOnlyList<StageStatus> Stages);

/// <summary>A door: in = acknowledged + refused + rejected, once it is at rest.</summary>
internal sealed record ListenerStatus(string Id, string Endpoint, long Framed, long Accepted, long Acknowledged, long Rejected, long ConnectionsOpen, long KernelDropped)
{
    /// <summary>Datagrams and connections of peers that are not in the allow-list.</summary>
    public required long NotAllowed { get; init; }

    /// <summary>Reads after which a connection rested because a byte rate was used up.</summary>
    public required long RateWaits { get; init; }

    /// <summary>The receive buffer that the kernel gave a UDP socket, in bytes; null for other doors.</summary>
    public int? BufferBytes { get; init; }

    /// <summary>How its canaries stand; null before the first minute.</summary>
    public CanaryStanding? Canary { get; init; }

    public static ListenerStatus Of(IListener listener, CanaryStanding? canary)
    {
        var counts = listener.Counts.Snapshot();
        return new ListenerStatus(listener.Id, listener.Endpoint.ToString(), counts.Framed, counts.Accepted, counts.Acknowledged, counts.RejectedInAll, counts.ConnectionsOpen, counts.KernelDropped)
        {
            NotAllowed = counts.NotAllowed, RateWaits = counts.RateWaits, BufferBytes = (listener as SyslogUdpListener)?.BufferBytes, Canary = canary,
        };
    }
}

/// <summary>The spool's range of records and its last batch.</summary>
internal sealed record SpoolStatus(long First, long Last, long LastBatch);

/// <summary>The newest seal and where its period ends.</summary>
internal sealed record SealStatus(long Index, string To);

/// <summary>How sealing goes on behind the intake.</summary>
/// <param name="GivesWay">Whether sealing or analysis is giving way to a busy intake now.</param>
/// <param name="FastestLevel">Whether sealing is so far behind that it packs at the fastest level; the evidence's members and the log say so too.</param>
/// <param name="Taken">Sequence of the last record that sealing took in.</param>
internal sealed record SealingStatus(bool GivesWay, bool FastestLevel, long Taken);

/// <summary>A stage: its failures since the start, and what the last one said while it lasts.</summary>
internal sealed record StageStatus(string Name, long Failures, string? Trouble);
