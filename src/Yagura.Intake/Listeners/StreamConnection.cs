using System.Net;
using System.Net.Sockets;
using Yagura.Intake.Counting;

namespace Yagura.Intake.Listeners;

/// <summary>What a stream listener needs of one connection's protocol.</summary>
internal abstract class StreamConnection : IDisposable
{
    /// <summary>Whether the protocol rests where a peer may rest for ever; else <see cref="IntakeLimits.HalfFrameTimeMax"/> counts.</summary>
    internal abstract bool MayRest { get; }

    /// <summary>How long the connection is not to be read from, because a byte rate is used up; asked once after each read.</summary>
    internal abstract TimeSpan Owed();

    /// <summary>Takes what was read. Waiting here is the back-pressure. Returns why the connection is to be closed, or null.</summary>
    internal abstract ValueTask<CloseReason?> ReceiveAsync(ReadOnlyMemory<byte> bytes);

    /// <summary>Nothing more is read. Puts in what is left, answers what is to be answered. Returns the reason that counts.</summary>
    internal abstract ValueTask<CloseReason> EndAsync(CloseReason reason);

    /// <summary>Closes the door to the gate.</summary>
    public abstract void Dispose();
}

/// <summary>Makes the connection of a protocol.</summary>
internal delegate StreamConnection StreamConnectionMaker(Socket socket, IPEndPoint peer);
