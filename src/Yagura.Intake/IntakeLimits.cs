namespace Yagura.Intake;

/// <summary>Every bound of the intake, with its unit last in the name (STYLE 7). Defaults stand in docs/formats/receive.md.</summary>
/// <remarks>
/// Memory in the worst state is <see cref="InTotalBytesMax"/>, plus for each connection one record, one partial frame
/// and one read buffer (<see cref="LineBytesMax"/> + <see cref="ReadBytesMax"/>), plus the UDP ring of a socket.
/// </remarks>
public sealed record IntakeLimits
{
    /// <summary>What a record costs in memory beside its payload, in bytes, in every sum of bytes below.</summary>
    public const int RecordOverheadBytes = 256;

    /// <summary>The longest frame that is kept whole, in bytes. A longer one keeps its head.</summary>
    public int LineBytesMax { get; init; } = 64 * 1024;

    /// <summary>What is kept of a frame that is longer, in bytes.</summary>
    public int CutHeadBytes { get; init; } = 1024;

    /// <summary>The largest announced length (octet count of RFC 6587, data length of RELP) that is believed, in bytes.</summary>
    public int AnnouncedBytesMax { get; init; } = 4 * 1024 * 1024;

    /// <summary>Open connections a listener. A further one is closed at once and counted.</summary>
    public int ConnectionsMax { get; init; } = 512;

    /// <summary>Open connections of one peer address a listener; further ones are closed at once and counted.</summary>
    public int ConnectionsPerPeerMax { get; init; } = 128;

    /// <summary>What one connection may have in the gate, taken but unsettled records included, in bytes.</summary>
    /// <remarks>More than the longest line that can be configured; a loud connection has two batches in it, and more would only be memory.</remarks>
    public long DoorBytesMax { get; init; } = 5 * 1024 * 1024;

    /// <summary>The same in records.</summary>
    public int DoorRecordsMax { get; init; } = 32 * 1024;

    /// <summary>What one UDP socket may have in the gate, in bytes: it cannot push back, so it gets more.</summary>
    public long UdpDoorBytesMax { get; init; } = 48 * 1024 * 1024;

    /// <summary>The same in records.</summary>
    public int UdpDoorRecordsMax { get; init; } = 128 * 1024;

    /// <summary>What all doors together may hold, in bytes. A door that holds nothing is still allowed one record.</summary>
    public long InTotalBytesMax { get; init; } = 96 * 1024 * 1024;

    /// <summary>What one turn of a door gives to a batch before the next door's turn, in records.</summary>
    public int TurnRecordsMax { get; init; } = 128;

    /// <summary>The same in bytes.</summary>
    public int TurnBytesMax { get; init; } = 64 * 1024;

    /// <summary>Syslog transactions of one RELP session that may wait for their answer.</summary>
    public int RelpWindowRecordsMax { get; init; } = 4096;

    /// <summary>Unsent answers of one RELP session, in bytes, above which it is not read from.</summary>
    public int RelpAnswerBytesMax { get; init; } = 64 * 1024;

    /// <summary>A connection's read buffer, in bytes; it begins at a sixteenth and grows while reads fill it.</summary>
    public int ReadBytesMax { get; init; } = 64 * 1024;

    /// <summary>How long a connection may rest in the middle of a frame, or before RELP's open, before it is closed.</summary>
    public TimeSpan HalfFrameTimeMax { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a graceful stop reads on, or waits for answers, before it closes.</summary>
    public TimeSpan StopTimeMax { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The receive buffer asked of the kernel for a UDP socket, in bytes.</summary>
    public int UdpBufferBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Datagrams taken from the kernel in one call.</summary>
    public int UdpDatagramsPerCall { get; init; } = 128;

    /// <summary>Peers a UDP socket remembers the source of; when full it forgets all and resolves anew.</summary>
    public int UdpPeersMax { get; init; } = 4096;

    /// <summary>How often a UDP socket's drops are compared with /proc/net/udp.</summary>
    public TimeSpan UdpDropCheckEvery { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Unregistered senders that get a name of their own, a listener and UTC day (CUSTODY 2).</summary>
    public int UnregisteredNamesPerDay { get; init; } = 256;

    /// <summary>Heads kept of peers that are not in an allow-list, a listener and minute; further ones are only counted.</summary>
    public int RefusedHeadsPerMinute { get; init; } = 256;

    /// <summary>Refused connections whose head is being read, a listener; further ones are closed at once and counted.</summary>
    public int RefusedConnectionsMax { get; init; } = 16;

    /// <summary>How long a refused connection is listened to for its head.</summary>
    public TimeSpan RefusedHeadTimeMax { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Sources counted by name in all; further ones are counted as <c>unregistered.other</c>.</summary>
    public int CountedSourcesMax { get; init; } = 8192;

    /// <summary>Rows (minute, where, reason) of losses that wait to be written; further ones are added to their listener's row.</summary>
    public int LossRowsMax { get; init; } = 4096;

    /// <summary>The limits, if they fit together.</summary>
    /// <exception cref="ArgumentException">A limit is not positive, or a frame would not fit where it must.</exception>
    public IntakeLimits Checked()
    {
        Require(LineBytesMax is >= 64 and <= 16 * 1024 * 1024, nameof(LineBytesMax), "64 bytes to 16 MB");
        Require(CutHeadBytes >= 1 && CutHeadBytes <= LineBytesMax, nameof(CutHeadBytes), "1 byte to LineBytesMax");
        Require(AnnouncedBytesMax >= LineBytesMax, nameof(AnnouncedBytesMax), "LineBytesMax or more");
        Require(ConnectionsMax >= 1 && ConnectionsPerPeerMax >= 1, nameof(ConnectionsMax), "1 or more, ConnectionsPerPeerMax too");
        Require(DoorBytesMax >= LineBytesMax + RecordOverheadBytes, nameof(DoorBytesMax), "LineBytesMax + 256 or more");
        Require(UdpDoorBytesMax >= LineBytesMax + RecordOverheadBytes, nameof(UdpDoorBytesMax), "LineBytesMax + 256 or more");
        Require(InTotalBytesMax >= DoorBytesMax, nameof(InTotalBytesMax), "DoorBytesMax or more");
        Require(DoorRecordsMax >= 1 && UdpDoorRecordsMax >= 1, nameof(DoorRecordsMax), "1 or more");
        Require(TurnRecordsMax >= 1 && TurnBytesMax >= 1, nameof(TurnRecordsMax), "1 or more");
        Require(RelpWindowRecordsMax >= 1 && RelpAnswerBytesMax >= 1024, nameof(RelpWindowRecordsMax), "1 or more, RelpAnswerBytesMax 1024 or more");
        Require(ReadBytesMax >= 1024, nameof(ReadBytesMax), "1024 bytes or more");
        Require(UdpDatagramsPerCall is >= 1 and <= 1024, nameof(UdpDatagramsPerCall), "1 to 1024");
        Require(UdpPeersMax >= 1 && UnregisteredNamesPerDay >= 0, nameof(UdpPeersMax), "1 or more");
        Require(RefusedHeadsPerMinute >= 0 && RefusedConnectionsMax >= 0, nameof(RefusedHeadsPerMinute), "0 or more, RefusedConnectionsMax too");
        Require(CountedSourcesMax >= 1 && LossRowsMax >= 1, nameof(CountedSourcesMax), "1 or more");
        return this;
    }

    private static void Require(bool holds, string name, string allowed)
    {
        if (!holds) throw new ArgumentException($"intake limit {name}: allowed is {allowed}", name);
    }
}
