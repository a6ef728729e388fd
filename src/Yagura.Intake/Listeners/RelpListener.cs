using System.Net;
using Yagura.Intake.Counting;

namespace Yagura.Intake.Listeners;

/// <summary>RELP: syslog that is answered once it is durable.</summary>
public sealed class RelpListener : IListener
{
    private readonly StreamListener _listener;

    /// <summary>A listener that has not started.</summary>
    /// <param name="id">Its id, for example <c>relp</c>.</param>
    /// <param name="endpoint">Where to listen; port 0 for a free one; <c>[::]</c> takes IPv4 too.</param>
    /// <param name="reception">What it shares with the others.</param>
    public RelpListener(string id, IPEndPoint endpoint, Reception reception)
    {
        Id = id;
        _listener = new StreamListener(id, endpoint, reception, senderKeeps: true, (socket, peer) => new RelpConnection(id, reception, socket, peer));
    }

    /// <inheritdoc/>
    public string Id { get; }

    /// <inheritdoc/>
    public DoorProtocol Protocol => DoorProtocol.Relp;

    /// <inheritdoc/>
    public IPEndPoint Endpoint => _listener.Endpoint;

    /// <inheritdoc/>
    public ListenerCounts Counts => _listener.Counts;

    /// <inheritdoc/>
    public void Start() => _listener.Start();

    /// <inheritdoc/>
    public Task StopAsync() => _listener.StopAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _listener.DisposeAsync();
}
