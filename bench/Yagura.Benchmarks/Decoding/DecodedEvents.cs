using System.Buffers;
using Yagura.Decoding;
using Yagura.Events;

namespace Yagura.Benchmarks.Decoding;

/// <summary>Writes the events of all fixture lines, and of every line cut in the middle, as JSON: a change that only makes decoding faster leaves the file as it was (<c>cmp</c>).</summary>
internal static class DecodedEvents
{
    /// <summary>Writes one event a line and returns how many.</summary>
    public static long Write(string file)
    {
        var decoders = DecoderSet.Load([Path.Combine(AppContext.BaseDirectory, "decoders")]);
        var decoder = decoders.Bind(EventLayout.Of(number: 1, decoders.FieldNames));
        var context = new SourceContext(decoder: null, SourceContext.DefaultZone);
        var target = new Event();
        var json = new ArrayBufferWriter<byte>();
        using var output = File.Create(file);
        long events = 0;
        foreach (var record in DecodeThroughput.Vendors().SelectMany(vendor => vendor.Records))
        {
            var half = record.Record.Payload[..(record.Record.Payload.Length / 2)];
            foreach (var one in new[] { record, record with { Record = record.Record with { Payload = half } } })
            {
                decoder.Begin(one, context);
                for (; decoder.Next(target); events++)
                {
                    json.ResetWrittenCount();
                    EventJson.WriteFields(target, json);
                    json.Write("\n"u8);
                    output.Write(json.WrittenSpan);
                }
            }
        }

        return events;
    }
}
