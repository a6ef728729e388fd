using System.Net;
using Yagura.Intake.Counting;

namespace Yagura.Intake.Listeners;

/// <summary>A door to the network. The edge of the process: every listener has this cast.</summary>
public interface IListener : IAsyncDisposable
{
    /// <summary>The listener's id, as records and counts name it.</summary>
    string Id { get; }

    /// <summary>What is spoken there.</summary>
    DoorProtocol Protocol { get; }

    /// <summary>Where it listens; the real port once started, when 0 was asked for.</summary>
    IPEndPoint Endpoint { get; }

    /// <summary>What it saw.</summary>
    ListenerCounts Counts { get; }

    /// <summary>Binds and begins to receive.</summary>
    /// <exception cref="ListenerException">The address cannot be had; the message says what to do.</exception>
    void Start();

    /// <summary>Stops listening, reads on what has already come, and returns when no connection is open. The gate's pump must still run.</summary>
    Task StopAsync();
}
