using Yagura.Events;
using Yagura.Intake.Counting;

namespace Yagura.Intake.Gate;

/// <summary>The only channel of the product: many doors in, one pump out.</summary>
/// <remarks>
/// One lock, taken once a read and once a batch, never a record. What a door holds counts until it is settled, so the
/// bound covers records on their way to the disk too. A door that holds nothing always admits one record, so a full gate
/// starves nobody and memory is at most <see cref="IntakeLimits.InTotalBytesMax"/> plus one record a door.
/// </remarks>
public sealed class IntakeGate(IntakeLimits limits, LossLedger losses)
{
    /// <summary>Ended sessions that wait for the pump; the spool looks for repeats in no more sessions than this.</summary>
    internal const int EndedSessionsMax = 1024;

    private readonly Lock _lock = new();

    // Doors with waiting records, each at most once: bounded by the open doors and those that close with records in them.
    private readonly Queue<Door> _ring = new();

    // Doors whose producer waits for the gate, not for the door itself: bounded by the open doors; cleared at each settling.
    private readonly List<Door> _waitingForGate = [];

    // Bounded by EndedSessionsMax, the oldest goes first; handed out with the next batch.
    private readonly Queue<long> _ended = new();

    private List<RawRecord>? _spare;
    private TaskCompletionSource? _pump;
    private long _heldBytes;
    private bool _woken;
    private bool _completed;

    /// <summary>Bytes held now, overhead included.</summary>
    public long HeldBytes
    {
        get { lock (_lock) return _heldBytes; }
    }

    internal Door Open(DoorTerms terms, DoorSettled? settled) => new(this, terms, settled);

    /// <summary>Opens a door that waits when full, for a producer that keeps what is not acknowledged: a file, a request.</summary>
    public Door OpenKeeping(ListenerCounts counts) => Open(new DoorTerms(counts, limits.DoorBytesMax, limits.DoorRecordsMax, SenderKeeps: true), settled: null);

    /// <summary>What is waiting, as soon as anything is: no timer. Doors take turns, so a fast one cannot crowd out the others.</summary>
    /// <param name="maxRecords">At most so many records.</param>
    /// <param name="maxBytes">No further record once so many payload bytes are in.</param>
    /// <param name="cancel">Ends the wait; nothing is taken then.</param>
    /// <returns>A batch, empty after <see cref="Wake"/>; null when the gate is completed and empty. One caller at a time.</returns>
    public async ValueTask<IntakeBatch?> TakeAsync(int maxRecords, long maxBytes, CancellationToken cancel)
    {
        while (true)
        {
            Task wait;
            lock (_lock)
            {
                if (_ring.Count > 0 || _woken)
                {
                    _woken = false;
                    return Gather(maxRecords, maxBytes);
                }
                if (_completed) return null;
                _pump = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                wait = _pump.Task;
            }
            await wait.WaitAsync(cancel);
        }
    }

    /// <summary>Makes the waiting <see cref="TakeAsync"/> return an empty batch: the pump has a note to write.</summary>
    public void Wake()
    {
        lock (_lock)
        {
            _woken = true;
            WakePump();
        }
    }

    /// <summary>No door admits anything any more; <see cref="TakeAsync"/> hands out what is left, then null.</summary>
    public void Complete()
    {
        lock (_lock)
        {
            _completed = true;
            WakePump();
            foreach (var door in _waitingForGate) WakeProducer(door);
            _waitingForGate.Clear();
        }
    }

    internal int TryPut(Door door, IReadOnlyList<RawRecord> records)
    {
        lock (_lock) return Admit(door, records, 0);
    }

    internal async ValueTask<int> PutAsync(Door door, IReadOnlyList<RawRecord> records, CancellationToken cancel)
    {
        var admitted = 0;
        while (true)
        {
            Task room;
            lock (_lock)
            {
                admitted += Admit(door, records, admitted);
                if (admitted == records.Count || _completed || door.Shut) return admitted;
                door.Room = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _waitingForGate.Add(door);
                room = door.Room.Task;
            }
            await room.WaitAsync(cancel);
        }
    }

    internal Task SettledAsync(Door door)
    {
        lock (_lock)
        {
            if (door.HeldRecords == 0) return Task.CompletedTask;
            door.Empty ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return door.Empty.Task;
        }
    }

    internal bool IsShut(Door door)
    {
        lock (_lock) return door.Shut;
    }

    internal void EndedInOrder(Door door, long session)
    {
        lock (_lock)
        {
            if (door.Shut) return;
            door.EndedSession = session;
            if (door.HeldRecords == 0) HandOutEnd(door);
        }
    }

    internal void Closed(Door door)
    {
        lock (_lock)
        {
            _waitingForGate.Remove(door);
            WakeProducer(door);
        }
    }

    /// <summary>A settled batch gives its list back for a later one, empty: for each batch a new one would go to the heap of large objects.</summary>
    internal void GiveBack(List<RawRecord> records)
    {
        records.Clear();
        _spare = records;
    }

    internal void Settle(Turn turn, ReadOnlySpan<RawRecord> records, string? refusal)
    {
        var counts = turn.Door.Terms.Counts;
        if (refusal is null) counts.Acknowledged(records.Length);
        else Refused(turn.Door, records);
        try
        {
            turn.Door.Settled?.Invoke(records, refusal);
        }
        finally
        {
            Release(turn);
        }
    }

    private void Refused(Door door, ReadOnlySpan<RawRecord> records)
    {
        door.Terms.Counts.Refused(records.Length);
        if (door.Terms.SenderKeeps)
        {
            ShutDoor(door);
            return;
        }
        foreach (var record in records) losses.Add(record.ReceivedAt, record.Source, record.Via, Reasons.SpoolRefused, 1);
    }

    // What follows a refused record in its session must not be stored before it: the sender will send both again, in order.
    private void ShutDoor(Door door)
    {
        lock (_lock)
        {
            door.Shut = true;
            door.Terms.Counts.Refused(door.Waiting.Count);
            foreach (var record in door.Waiting)
            {
                door.HeldBytes -= Cost(record);
                _heldBytes -= Cost(record);
            }
            door.HeldRecords -= door.Waiting.Count;
            door.Waiting.Clear();
            WakeProducer(door);
        }
    }

    private void Release(Turn turn)
    {
        lock (_lock)
        {
            var door = turn.Door;
            door.HeldRecords -= turn.Records;
            door.HeldBytes -= turn.Bytes;
            _heldBytes -= turn.Bytes;
            foreach (var waiting in _waitingForGate) WakeProducer(waiting);
            _waitingForGate.Clear();
            if (door.HeldRecords != 0) return;
            HandOutEnd(door);
            door.Empty?.TrySetResult();
            door.Empty = null;
        }
    }

    private void HandOutEnd(Door door)
    {
        if (door.EndedSession == 0 || door.Shut) return;
        if (_ended.Count == EndedSessionsMax) _ended.Dequeue();
        _ended.Enqueue(door.EndedSession);
        door.EndedSession = 0;
    }

    private int Admit(Door door, IReadOnlyList<RawRecord> records, int from)
    {
        if (_completed || door.Shut) return 0;
        var at = from;
        while (at < records.Count)
        {
            var cost = Cost(records[at]);
            var fits = door.HeldRecords < door.Terms.RecordsMax && door.HeldBytes + cost <= door.Terms.BytesMax && _heldBytes + cost <= limits.InTotalBytesMax;
            if (!fits && door.HeldRecords > 0) break;
            door.Waiting.Enqueue(records[at++]);
            door.HeldRecords++;
            door.HeldBytes += cost;
            _heldBytes += cost;
        }
        if (at > from) Ready(door);
        return at - from;
    }

    private void Ready(Door door)
    {
        if (!door.InRing)
        {
            door.InRing = true;
            _ring.Enqueue(door);
        }
        WakePump();
    }

    private IntakeBatch Gather(int maxRecords, long maxBytes)
    {
        var records = Interlocked.Exchange(ref _spare, null) ?? [];
        var turns = new List<Turn>();
        long bytes = 0;
        while (_ring.Count > 0 && records.Count < maxRecords && bytes < maxBytes)
        {
            var door = _ring.Dequeue();
            var turn = TakeTurn(door, records, maxRecords - records.Count);
            if (turn.Records > 0) turns.Add(turn);
            bytes += turn.Bytes;
            door.InRing = door.Waiting.Count > 0;
            if (door.InRing) _ring.Enqueue(door);
        }
        long[] ended = [.. _ended];
        _ended.Clear();
        return new IntakeBatch(this, records, turns, ended);
    }

    private Turn TakeTurn(Door door, List<RawRecord> records, int room)
    {
        var count = 0;
        long bytes = 0;
        while (count < room && count < limits.TurnRecordsMax && bytes < limits.TurnBytesMax && door.Waiting.TryDequeue(out var record))
        {
            records.Add(record);
            bytes += Cost(record);
            count++;
        }
        return new Turn(door, count, bytes);
    }

    private static long Cost(RawRecord record) => record.Payload.Length + IntakeLimits.RecordOverheadBytes;

    private void WakePump()
    {
        _pump?.TrySetResult();
        _pump = null;
    }

    private static void WakeProducer(Door door)
    {
        door.Room?.TrySetResult();
        door.Room = null;
    }
}
