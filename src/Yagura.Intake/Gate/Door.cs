using Yagura.Events;
using Yagura.Intake.Counting;

namespace Yagura.Intake.Gate;

/// <summary>Told, on the pump's thread and in order, that records of a door are durable, or why they are not.</summary>
/// <param name="records">The records, in the order in which they were put in.</param>
/// <param name="refusal">Null when durable; else the reason.</param>
internal delegate void DoorSettled(ReadOnlySpan<RawRecord> records, string? refusal);

/// <summary>What a door is for and how much it may hold.</summary>
/// <param name="Counts">Counts of its listener.</param>
/// <param name="BytesMax">Bytes, taken but unsettled records included.</param>
/// <param name="RecordsMax">Records, taken but unsettled records included.</param>
/// <param name="SenderKeeps">Whether the sender still has what is not acknowledged (RELP, HTTP, a file): a refusal is then no loss.</param>
internal sealed record DoorTerms(ListenerCounts Counts, long BytesMax, int RecordsMax, bool SenderKeeps);

/// <summary>One connection's (or UDP socket's) bounded way into the gate. One producer.</summary>
public sealed class Door : IDisposable
{
    private readonly IntakeGate _gate;

    internal Door(IntakeGate gate, DoorTerms terms, DoorSettled? settled)
    {
        _gate = gate;
        Terms = terms;
        Settled = settled;
    }

    internal DoorTerms Terms { get; }

    internal DoorSettled? Settled { get; }

    // Bounded by Terms.RecordsMax and Terms.BytesMax; emptied by TakeAsync. Guarded by the gate's lock, as is all below.
    internal Queue<RawRecord> Waiting { get; } = new();

    internal long HeldBytes { get; set; }

    internal int HeldRecords { get; set; }

    internal bool InRing { get; set; }

    // Set by a refusal, where the sender keeps what is not acknowledged: what it sends again must come first.
    internal bool Shut { get; set; }

    // The session that ended in good order behind what the door still holds; 0 for none.
    internal long EndedSession { get; set; }

    internal TaskCompletionSource? Room { get; set; }

    internal TaskCompletionSource? Empty { get; set; }

    /// <summary>Whether a refusal shut the door: of what was put in before, not all is durable.</summary>
    public bool IsShut => _gate.IsShut(this);

    /// <summary>Puts records in, in order; waits while the door or the gate is full (back-pressure by not reading on).</summary>
    /// <returns>How many were put in: all of them, or fewer when the gate was closed or a refusal shut the door.</returns>
    /// <exception cref="OperationCanceledException">Cancelled; what was put in before stays in.</exception>
    public ValueTask<int> PutAsync(IReadOnlyList<RawRecord> records, CancellationToken cancel) => _gate.PutAsync(this, records, cancel);

    /// <summary>Puts in as many records as there is room for, in order, without waiting; returns how many.</summary>
    public int TryPut(IReadOnlyList<RawRecord> records) => _gate.TryPut(this, records);

    /// <summary>Completes when everything put in is settled.</summary>
    public Task SettledAsync() => _gate.SettledAsync(this);

    /// <summary>The door's session ended in good order: handed out with a batch once everything put in is settled.</summary>
    internal void EndedInOrder(long session) => _gate.EndedInOrder(this, session);

    /// <summary>Nothing more will be put in. What is in stays in and is handed out.</summary>
    public void Dispose() => _gate.Closed(this);
}
