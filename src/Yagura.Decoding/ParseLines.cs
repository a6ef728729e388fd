using System.Buffers;
using System.Text;
using Yagura.Events;

namespace Yagura.Decoding;

/// <summary>Lines in, NDJSON out: what <c>yagura parse</c> does.</summary>
public static class ParseLines
{
    /// <summary>Longest line that is decoded, in bytes: the rest of a longer one is left out.</summary>
    public const int LineMax = 1024 * 1024;

    /// <summary>Id of the source that the lines are said to come from.</summary>
    public const string SourceId = "stdin";

    /// <summary>Reads lines to the end and writes <c>{"line":n,"status":…,"decoder":…,"fields":{…}}</c> for each event. Empty lines count but give nothing.</summary>
    /// <param name="decoder">The decoder.</param>
    /// <param name="source">Hint and zone.</param>
    /// <param name="received">Receive time of every line: year-less dates are resolved around it.</param>
    /// <param name="input">The lines, ending in LF or CRLF.</param>
    /// <param name="output">Where NDJSON goes.</param>
    /// <returns>Lines by status.</returns>
    public static ParseCounts Run(Decoder decoder, SourceContext source, ReceiveTime received, Stream input, Stream output)
    {
        var lines = new LineReader(input);
        var json = new ArrayBufferWriter<byte>(64 * 1024);
        var target = new Event();
        var counts = default(ParseCounts);
        for (long number = 1; lines.TryRead(out var line); number++)
        {
            if (line.Length == 0)
                continue;
            decoder.Begin(Record(line, number, received), source);
            while (decoder.Next(target))
            {
                counts = counts.With(decoder.Status);
                Write(number, decoder, target, json);
                output.Write(json.WrittenSpan);
                json.ResetWrittenCount();
            }
        }

        output.Flush();
        return counts;
    }

    private static StoredRecord Record(byte[] line, long number, ReceiveTime received) => new(
        number,
        new RawRecord { ReceivedAt = received, Source = SourceId, Identity = SenderIdentity.None, Via = "import", Peer = SourceId, Payload = line },
        Repeats: 0);

    private static void Write(long number, Decoder decoder, Event target, ArrayBufferWriter<byte> json)
    {
        json.Write(Encoding.UTF8.GetBytes($"{{\"line\":{number},\"status\":\""));
        json.Write(target.Bytes(WellKnown.ParseStatus));
        json.Write("\",\"decoder\":"u8);
        if (decoder.DecoderId is null)
            json.Write("null"u8);
        else
            EventJson.WriteText(target.Bytes(WellKnown.ParseDecoder), json);
        json.Write(",\"fields\":"u8);
        EventJson.WriteFields(target, json);
        json.Write("}\n"u8);
    }

    /// <summary>Lines of a stream with a bound on their length.</summary>
    private sealed class LineReader(Stream input)
    {
        private readonly byte[] buffer = new byte[64 * 1024];
        private int start;
        private int end;

        public bool TryRead(out byte[] line)
        {
            var collected = new ArrayBufferWriter<byte>(256);
            var any = false;
            while (Fill())
            {
                any = true;
                var window = buffer.AsSpan(start, end - start);
                var stop = window.IndexOf((byte)'\n');
                var piece = stop < 0 ? window : window[..stop];
                collected.Write(piece[..Math.Min(piece.Length, LineMax - collected.WrittenCount)]);
                start += stop < 0 ? window.Length : stop + 1;
                if (stop >= 0)
                    break;
            }

            line = collected.WrittenSpan is [.. var body, (byte)'\r'] ? body.ToArray() : collected.WrittenSpan.ToArray();
            return any;
        }

        private bool Fill()
        {
            if (start < end)
                return true;
            start = 0;
            end = input.Read(buffer);
            return end > 0;
        }
    }
}

/// <summary>Events by status.</summary>
/// <param name="Ok">Recognised and understood.</param>
/// <param name="Partial">Recognised, not all understood.</param>
/// <param name="Failed">Not recognised.</param>
public readonly record struct ParseCounts(long Ok, long Partial, long Failed)
{
    /// <summary>The counts with one more event.</summary>
    public ParseCounts With(ParseStatus status) => status switch
    {
        ParseStatus.Ok => this with { Ok = Ok + 1 },
        ParseStatus.Partial => this with { Partial = Partial + 1 },
        _ => this with { Failed = Failed + 1 },
    };
}
