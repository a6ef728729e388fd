using System.Text;
using Xunit;
using Yagura.Events;

namespace Yagura.Tests.Decoding;

/// <summary>Values that stand in the layout instead of in each event.</summary>
public sealed class ConstantTests
{
    private static readonly StoredRecord Stored = new(
        1,
        new RawRecord { ReceivedAt = ReceiveTime.From(new DateTimeOffset(2026, 11, 29, 3, 0, 0, TimeSpan.Zero)), Source = "one", Identity = SenderIdentity.None, Via = "test", Peer = "test", Payload = "payload"u8.ToArray() },
        Repeats: 0);

    [Fact]
    public void The_same_bytes_stand_in_a_layout_once()
    {
        var layout = EventLayout.Of(1, []);
        var first = layout.Constant("denied"u8, ValueKind.Text);
        _ = layout.Constant("allowed"u8, ValueKind.Text);
        Assert.Equal(first, layout.Constant("denied"u8, ValueKind.Text));
        Assert.Equal(first with { Kind = ValueKind.Boolean }, layout.Constant("denied"u8, ValueKind.Boolean));
        Assert.NotEqual(layout.Constant([0xC3, 0xA9], ValueKind.Text).Offset, layout.Constant([0xC3, 0xAA], ValueKind.Text).Offset);
    }

    [Fact]
    public void An_event_that_was_begun_earlier_keeps_its_constants_while_others_are_added()
    {
        var layout = EventLayout.Of(1, []);
        var before = layout.Constant("before"u8, ValueKind.Text);
        var target = new Event();
        target.Begin(layout, Stored, 0);
        target.SetSlot(WellKnown.EventKind, before);
        var later = Enumerable.Range(0, 5_000).Select(number => (Text: $"constant {number}", Slot: layout.Constant(Encoding.ASCII.GetBytes($"constant {number}"), ValueKind.Text))).ToArray();
        Assert.Equal("before", target.Text(WellKnown.EventKind));
        target.Begin(layout, Stored, 0);
        Assert.All(later, one => Assert.Equal(one.Text, Encoding.ASCII.GetString(target.Bytes(one.Slot))));
        Assert.Equal("before", Encoding.ASCII.GetString(target.Bytes(before)));
    }

    [Fact]
    public void Constants_that_several_threads_add_are_all_there()
    {
        var layout = EventLayout.Of(1, []);
        var made = new Slot[4_000];
        Parallel.For(0, made.Length, number => made[number] = layout.Constant(Encoding.ASCII.GetBytes($"value {number / 2}"), ValueKind.Text));
        var target = new Event();
        target.Begin(layout, Stored, 0);
        Assert.All(made.Select((slot, number) => (slot, number)), one => Assert.Equal($"value {one.number / 2}", Encoding.ASCII.GetString(target.Bytes(one.slot))));
    }

    [Fact]
    public void Values_of_all_rooms_stand_side_by_side_in_a_list_and_survive_an_exchange()
    {
        var layout = EventLayout.Of(1, []);
        var constant = layout.Constant("constant"u8, ValueKind.Text);
        var (one, other) = (new Event(), new Event());
        one.Begin(layout, Stored, 0);
        other.Begin(layout, Stored, 0);
        one.SetList(WellKnown.EventCategory, [new Slot(0, 7, ValueKind.Text, Room.Payload), one.Copy("arena"u8, ValueKind.Text), constant]);
        other.Exchange(one);
        Assert.Equal("payload,arena,constant", other.Text(WellKnown.EventCategory));
        Assert.False(one.Has(WellKnown.EventCategory));
    }
}
