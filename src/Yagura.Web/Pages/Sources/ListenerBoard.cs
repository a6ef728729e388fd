namespace Yagura.Web.Pages.Sources;

/// <summary>Reads how the listeners of this server stand; none where nothing listens.</summary>
/// <param name="Read">Reads them now.</param>
public sealed record ListenerBoard(Func<IReadOnlyList<ListenerLine>> Read)
{
    /// <summary>Listeners whose synthetic record is missing.</summary>
    public IReadOnlyList<ListenerLine> Missing() => [.. Read().Where(line => line.CanaryMissing)];
}

/// <summary>One listener.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Endpoint">Where it listens.</param>
/// <param name="Stored">Records accepted since the start.</param>
/// <param name="Rejected">Frames that became no record, since the start.</param>
public sealed record ListenerLine(string Id, string Endpoint, long Stored, long Rejected)
{
    /// <summary>Datagrams and connections of peers that are not allowed, since the start.</summary>
    public long NotAllowed { get; init; }

    /// <summary>Datagrams that the kernel dropped, since the start.</summary>
    public long KernelDropped { get; init; }

    /// <summary>The receive buffer of a UDP socket, in bytes; null for other listeners.</summary>
    public int? BufferBytes { get; init; }

    /// <summary>When the newest canary was sent that became an event; null for none yet.</summary>
    public DateTimeOffset? CanaryEvent { get; init; }

    /// <summary>When the newest canary was sent that was found in sealed evidence; null for none yet.</summary>
    public DateTimeOffset? CanarySealed { get; init; }

    /// <summary>Whether one that was due did not come through.</summary>
    public bool CanaryMissing { get; init; }
}
