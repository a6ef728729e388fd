using Xunit;

namespace Yagura.Tests.Decoding;

public sealed class AllocationTests
{
    [Fact]
    public void A_warm_decoder_allocates_nothing_for_a_line()
    {
        var lines = new Lines();
        var records = Lines.All.Definitions.SelectMany(one => one.Samples).Select(sample => Lines.Record(sample.Line)).ToArray();
        for (var round = 0; round < 50; round++)
            DecodeAll(lines, records);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 20; round++)
            DecodeAll(lines, records);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void DecodeAll(Lines lines, Yagura.Events.StoredRecord[] records)
    {
        foreach (var record in records)
        {
            lines.Decoder.Begin(record, lines.Context);
            while (lines.Decoder.Next(lines.Target))
            {
            }
        }
    }
}
