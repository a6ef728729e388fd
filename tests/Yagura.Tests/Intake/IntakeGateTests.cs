using Xunit;
using Yagura.Events;
using Yagura.Intake;
using Yagura.Intake.Counting;
using Yagura.Intake.Gate;

namespace Yagura.Tests.Intake;

public sealed class IntakeGateTests
{
    private const int Cost = 100 + IntakeLimits.RecordOverheadBytes;
    private readonly ListenerCounts _counts = new("relp");
    private readonly LossLedger _losses = new(new IntakeLimits());

    [Fact]
    public async Task A_full_door_waits_until_what_it_holds_is_settled_and_not_only_taken()
    {
        var gate = Gate(new IntakeLimits());
        var door = Door(gate, recordsMax: 3);
        var put = door.PutAsync(Records("a", 5), default).AsTask();
        var first = await gate.TakeAsync(10, 1 << 20, default);
        Assert.Equal(3, first!.Records.Count);
        await Task.Delay(20);
        Assert.False(put.IsCompleted);
        first.Acknowledge();
        Assert.Equal(5, await put);
        var second = await gate.TakeAsync(10, 1 << 20, default);
        Assert.Equal([4L, 5L], second!.Records.Select(r => r.Transaction));
        second.Acknowledge();
        Assert.Equal(0, gate.HeldBytes);
    }

    [Fact]
    public async Task A_session_that_ended_in_good_order_is_handed_out_only_behind_its_last_records()
    {
        var gate = Gate(new IntakeLimits { TurnRecordsMax = 2 });
        var door = Door(gate, recordsMax: 100);
        Assert.Equal(3, door.TryPut(Records("a", 3)));
        door.EndedInOrder(77);
        var first = await gate.TakeAsync(2, 1 << 20, default);
        Assert.Empty(first!.EndedSessions);
        first.Acknowledge();
        var second = await gate.TakeAsync(2, 1 << 20, default);
        Assert.Empty(second!.EndedSessions);
        second.Acknowledge();
        gate.Wake();
        var third = await gate.TakeAsync(2, 1 << 20, default);
        Assert.Equal([77L], third!.EndedSessions);
        gate.Wake();
        Assert.Empty((await gate.TakeAsync(2, 1 << 20, default))!.EndedSessions);
    }

    [Fact]
    public async Task A_session_whose_records_were_refused_did_not_end_in_good_order()
    {
        var gate = Gate(new IntakeLimits());
        var door = gate.Open(new DoorTerms(_counts, 1 << 20, 100, SenderKeeps: true), settled: null);
        Assert.Equal(3, door.TryPut(Records("a", 3)));
        door.EndedInOrder(77);
        (await gate.TakeAsync(10, 1 << 20, default))!.Refuse("spool-halted");
        gate.Wake();
        Assert.Empty((await gate.TakeAsync(10, 1 << 20, default))!.EndedSessions);
    }

    [Fact]
    public async Task Doors_take_turns_and_keep_their_own_order()
    {
        var gate = Gate(new IntakeLimits { TurnRecordsMax = 2 });
        var loud = Door(gate, recordsMax: 1000);
        var quiet = Door(gate, recordsMax: 1000);
        Assert.Equal(1000, loud.TryPut(Records("loud", 1000)));
        Assert.Equal(3, quiet.TryPut(Records("quiet", 3)));
        var batch = await gate.TakeAsync(6, 1 << 20, default);
        Assert.Equal(["loud1", "loud2", "quiet1", "quiet2", "loud3", "loud4"], batch!.Records.Select(r => r.Source + r.Transaction));
        batch = await gate.TakeAsync(3, 1 << 20, default);
        Assert.Equal(["quiet3", "loud5", "loud6"], batch!.Records.Select(r => r.Source + r.Transaction));
    }

    [Fact]
    public async Task Beside_a_flood_each_of_fifty_quiet_doors_waits_for_one_turn_of_it_and_no_more()
    {
        var limits = new IntakeLimits();
        var gate = Gate(limits);
        var loud = Door(gate, recordsMax: 100_000);
        Assert.Equal(2500, loud.TryPut(Records("loud", 2500)));
        for (var i = 0; i < 50; i++) Assert.Equal(1, Door(gate, recordsMax: 10).TryPut(Records($"quiet{i}", 1)));
        var batch = await gate.TakeAsync(limits.TurnRecordsMax + 50, 1 << 20, default);
        var order = batch!.Records.Select(record => record.Source).ToList();
        Assert.All(order.Take(limits.TurnRecordsMax), source => Assert.Equal("loud", source));
        Assert.Equal(Enumerable.Range(0, 50).Select(i => $"quiet{i}"), order.Skip(limits.TurnRecordsMax));
        batch.Acknowledge();
        var next = await gate.TakeAsync(10, 1 << 20, default);
        Assert.All(next!.Records, record => Assert.Equal("loud", record.Source));
    }

    [Fact]
    public async Task What_is_acknowledged_is_told_to_its_door_in_order()
    {
        var gate = Gate(new IntakeLimits { TurnRecordsMax = 3 });
        var told = new List<long>();
        var door = gate.Open(new DoorTerms(_counts, 1 << 20, 1000, SenderKeeps: true), (records, refusal) =>
        {
            Assert.Null(refusal);
            foreach (var r in records) told.Add(r.Transaction);
        });
        var other = Door(gate, recordsMax: 1000);
        other.TryPut(Records("b", 10));
        door.TryPut(Records("a", 10));
        while (told.Count < 10) (await gate.TakeAsync(4, 1 << 20, default))!.Acknowledge();
        Assert.Equal(Enumerable.Range(1, 10).Select(i => (long)i), told);
    }

    [Fact]
    public async Task A_door_that_cannot_push_back_is_told_how_many_had_room()
    {
        var gate = Gate(new IntakeLimits());
        var door = gate.Open(new DoorTerms(_counts, 3 * Cost, 1000, SenderKeeps: false), settled: null);
        Assert.Equal(3, door.TryPut(Records("a", 10)));
        (await gate.TakeAsync(1, 1, default))!.Acknowledge();
        Assert.Equal(1, door.TryPut(Records("a", 10)));
    }

    [Fact]
    public async Task A_full_gate_bounds_all_doors_and_starves_none()
    {
        var gate = new IntakeGate(new IntakeLimits { InTotalBytesMax = 10 * Cost }, _losses);
        var doors = Enumerable.Range(0, 20).Select(_ => Door(gate, recordsMax: 1000)).ToList();
        var puts = doors.Select(d => d.PutAsync(Records("a", 50), default).AsTask()).ToList();
        var taken = 0;
        while (taken < 20 * 50)
        {
            Assert.True(gate.HeldBytes <= (10 + 20) * Cost);
            var batch = await gate.TakeAsync(7, 1 << 20, default).AsTask().WaitAsync(TimeSpan.FromSeconds(10));
            taken += batch!.Records.Count;
            batch.Acknowledge();
        }
        Assert.All(await Task.WhenAll(puts), admitted => Assert.Equal(50, admitted));
        Assert.Equal(0, gate.HeldBytes);
    }

    [Fact]
    public async Task A_refusal_counts_as_loss_what_its_sender_does_not_keep()
    {
        var gate = Gate(new IntakeLimits());
        var forgetful = gate.Open(new DoorTerms(_counts, 1 << 20, 1000, SenderKeeps: false), settled: null);
        forgetful.TryPut(Records("fw1", 4));
        (await gate.TakeAsync(10, 1 << 20, default))!.Refuse("disk-full");
        var loss = Assert.Single(_losses.Take());
        Assert.Equal(("fw1", "spool-refused", 4L), (loss.Where, loss.Reason, loss.Count!.Value));
        Assert.Equal(0, loss.Minute.UtcTicks % TimeSpan.TicksPerMinute);
        Assert.Empty(_losses.Take());
        _losses.GiveBack([loss]);
        Assert.Equal(loss, Assert.Single(_losses.Take()));
    }

    [Fact]
    public async Task After_a_refusal_nothing_that_followed_it_in_the_session_is_stored_before_it()
    {
        var gate = Gate(new IntakeLimits());
        string? reason = null;
        var door = gate.Open(new DoorTerms(_counts, 1 << 20, 6, SenderKeeps: true), (_, refusal) => reason = refusal);
        var put = door.PutAsync(Records("a", 10), default).AsTask();
        (await gate.TakeAsync(2, 1 << 20, default))!.Refuse("disk-full");
        Assert.Equal("disk-full", reason);
        Assert.Equal(6, await put);
        Assert.Equal(0, gate.HeldBytes);
        Assert.Empty(_losses.Take());
        Assert.Equal(6, _counts.Snapshot().Refused);
        gate.Wake();
        Assert.Empty((await gate.TakeAsync(10, 1 << 20, default))!.Records);
    }

    [Fact]
    public async Task The_pump_can_be_woken_for_a_note_and_a_completed_gate_hands_out_what_is_left()
    {
        var gate = Gate(new IntakeLimits());
        var waiting = gate.TakeAsync(10, 1 << 20, default).AsTask();
        gate.Wake();
        Assert.Empty((await waiting)!.Records);
        var door = Door(gate, recordsMax: 10);
        door.TryPut(Records("a", 2));
        gate.Complete();
        Assert.Equal(0, door.TryPut(Records("a", 1)));
        Assert.Equal(2, (await gate.TakeAsync(10, 1 << 20, default))!.Records.Count);
        Assert.Null(await gate.TakeAsync(10, 1 << 20, default));
    }

    [Fact]
    public async Task A_batch_is_settled_once()
    {
        var gate = Gate(new IntakeLimits());
        Door(gate, recordsMax: 10).TryPut(Records("a", 1));
        var batch = await gate.TakeAsync(10, 1 << 20, default);
        batch!.Acknowledge();
        Assert.Throws<InvalidOperationException>(() => batch.Refuse("late"));
    }

    [Fact]
    public void Losses_beyond_their_rows_join_the_row_of_their_listener()
    {
        var ledger = new LossLedger(new IntakeLimits { LossRowsMax = 2 });
        for (var i = 0; i < 50; i++) ledger.Add(new ReceiveTime(TimeSpan.TicksPerDay), $"unregistered.{i}", "syslog-udp", "door-full", 1);
        Assert.Equal([("syslog-udp", 48L), ("unregistered.0", 1L), ("unregistered.1", 1L)], ledger.Take().Select(l => (l.Where, l.Count!.Value)).OrderBy(l => l.Where, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(1, 1024, "LineBytesMax")]
    [InlineData(65536, 1024, "DoorBytesMax")]
    public void Limits_that_do_not_fit_together_are_refused_by_name(int line, int door, string name)
    {
        var error = Assert.Throws<ArgumentException>(() => new IntakeLimits { LineBytesMax = line, CutHeadBytes = 1, DoorBytesMax = door }.Checked());
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }

    private IntakeGate Gate(IntakeLimits limits) => new(limits.Checked(), _losses);

    private Door Door(IntakeGate gate, int recordsMax) => gate.Open(new DoorTerms(_counts, 1 << 20, recordsMax, SenderKeeps: false), settled: null);

    private static RawRecord[] Records(string source, int count) => [.. Enumerable.Range(1, count).Select(i => new RawRecord
    {
        ReceivedAt = new ReceiveTime(TimeSpan.TicksPerDay + i),
        Source = source,
        Identity = SenderIdentity.Address,
        Via = "relp",
        Peer = "192.0.2.1:514",
        Session = 1,
        Transaction = i,
        Payload = new byte[100],
    })];
}
