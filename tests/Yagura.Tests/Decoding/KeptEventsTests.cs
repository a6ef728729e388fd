using Xunit;
using Yagura.Events;

namespace Yagura.Tests.Decoding;

public sealed class KeptEventsTests
{
    private static readonly EventLayout Layout = EventLayout.Of(number: 1, ["a.b", "c.d"]);

    private readonly KeptEvents kept = new(Layout);

    /// <summary>Values from a few bytes to three megabytes, of which no block takes the longest; the second time other blocks take them.</summary>
    [Fact]
    public void Events_of_all_sizes_come_back_as_they_were()
    {
        int[] sizes = [10, 900_000, 300_000, 3_000_000, 5, 1_048_576, 1_048_500, 70];
        AssertKept(sizes);
        kept.Clear();
        Assert.Equal(0, kept.Count);
        AssertKept([.. sizes.Reverse()]);
    }

    [Fact]
    public void A_number_that_was_forgotten_is_refused()
    {
        AssertKept([3]);
        kept.Clear();
        Assert.Throws<ArgumentOutOfRangeException>(() => kept.Get(0, Lines.Record([]), default, new Event()));
    }

    private void AssertKept(int[] sizes)
    {
        var record = Lines.Record("payload");
        var source = new Event();
        for (var number = 0; number < sizes.Length; number++)
        {
            source.Begin(Layout, record, item: 0);
            source.SetCopy(Layout.Find("a.b"), Value(number, sizes[number]), ValueKind.Text);
            source.SetPayload(Layout.Find("c.d"), number % 4, 3, ValueKind.Text);
            Assert.Equal(number, kept.Add(source));
        }

        var target = new Event();
        for (var number = sizes.Length - 1; number >= 0; number--)
        {
            kept.ExpectLater(number);
            kept.ExpectSoon(number);
            kept.Get(number, record, new ArraySegment<byte>(record.Record.Payload.ToArray()), target);
            Assert.Same(record, target.Stored);
            Assert.Equal(2, target.Present.Length);
            Assert.True(target.Bytes(Layout.Find("a.b")).SequenceEqual(Value(number, sizes[number])));
            Assert.Equal("payload".Substring(number % 4, 3), target.Text(Layout.Find("c.d")));
        }
    }

    private static byte[] Value(int number, int size)
    {
        var value = new byte[size];
        value.AsSpan().Fill((byte)('a' + number));
        return value;
    }
}
