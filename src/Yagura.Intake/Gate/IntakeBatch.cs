using System.Runtime.InteropServices;
using Yagura.Events;

namespace Yagura.Intake.Gate;

/// <summary>Records that left the gate together. Exactly one of <see cref="Acknowledge"/> and <see cref="Refuse"/> follows, once.</summary>
public sealed class IntakeBatch
{
    private readonly IntakeGate _gate;
    private readonly List<RawRecord> _records;
    private readonly List<Turn> _turns;
    private bool _settled;

    internal IntakeBatch(IntakeGate gate, List<RawRecord> records, List<Turn> turns, IReadOnlyList<long> endedSessions)
    {
        EndedSessions = endedSessions;
        _gate = gate;
        _records = records;
        _turns = turns;
    }

    /// <summary>The records, in the order of sequence that they should get. Empty after <see cref="IntakeGate.Wake"/>, and once the batch is settled.</summary>
    public IReadOnlyList<RawRecord> Records => _records;

    /// <summary>What it holds of the gate's bytes until it is settled.</summary>
    public long HeldBytes => _turns.Sum(turn => turn.Bytes);

    /// <summary>Sessions that ended in good order and whose last records were settled before this batch: nothing of them is sent again.</summary>
    public IReadOnlyList<long> EndedSessions { get; }

    /// <summary>Whether it was acknowledged or refused.</summary>
    public bool IsSettled => _settled;

    /// <summary>The records are durable: senders are answered and the doors have room again.</summary>
    /// <exception cref="InvalidOperationException">The batch is settled already.</exception>
    public void Acknowledge() => Settle(refusal: null);

    /// <summary>The spool cannot take them: no sender is answered, those without acknowledgement are counted as losses.</summary>
    /// <param name="reason">An id, for the sender's session and the log.</param>
    /// <exception cref="InvalidOperationException">The batch is settled already.</exception>
    public void Refuse(string reason) => Settle(reason);

    private void Settle(string? refusal)
    {
        if (_settled) throw new InvalidOperationException("the batch is settled already");
        _settled = true;
        var from = 0;
        foreach (var turn in _turns)
        {
            _gate.Settle(turn, CollectionsMarshal.AsSpan(_records).Slice(from, turn.Records), refusal);
            from += turn.Records;
        }
        _gate.GiveBack(_records);
    }
}

/// <summary>What one door gave in one turn.</summary>
internal readonly record struct Turn(Door Door, int Records, long Bytes);
