using System.Buffers;
using System.Buffers.Text;
using Yagura.Events;

namespace Yagura.Decoding;

/// <summary>Lines in, NDJSON out: what <c>yagura parse</c> does.</summary>
public static class ParseLines
{
    /// <summary>Longest line that is decoded, in bytes: the rest of a longer one is left out.</summary>
    public const int LineMax = 1024 * 1024;

    /// <summary>Bytes that are read at once, and decoded together.</summary>
    private const int BlockLength = 4 * 1024 * 1024;

    /// <summary>Bytes of output that are handed on together.</summary>
    private const int WrittenAt = 256 * 1024;

    /// <summary>Digits of the longest number.</summary>
    private const int NumberMax = 20;

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
        var batch = new BatchDecoder(decoder);
        var lines = new LineReader(input);
        var json = new ArrayBufferWriter<byte>(WrittenAt * 2);
        var target = new Event();
        var counts = default(ParseCounts);
        while (lines.TryRead(out var read))
        {
            foreach (var record in batch.Walk(read.Select(line => Record(line.Bytes, line.Number, received)), _ => source))
            {
                while (batch.Next(target))
                {
                    counts = counts.With(batch.Status);
                    Write(record.Sequence, batch.DecoderId is not null, target, json);
                    if (json.WrittenCount >= WrittenAt)
                        HandOn(json, output);
                }
            }

            // Who waits at a pipe for more lines sees what became of those that came.
            HandOn(json, output);
            output.Flush();
        }

        return counts;
    }

    private static StoredRecord Record(ReadOnlyMemory<byte> line, long number, ReceiveTime received) => new(
        number,
        new RawRecord { ReceivedAt = received, Source = SourceId, Identity = SenderIdentity.None, Via = "import", Peer = SourceId, Payload = line },
        Repeats: 0);

    private static void Write(long number, bool isKnown, Event target, ArrayBufferWriter<byte> json)
    {
        json.Write("{\"line\":"u8);
        json.Advance(Utf8Formatter.TryFormat(number, json.GetSpan(NumberMax), out var written) ? written : 0);
        json.Write(",\"status\":\""u8);
        json.Write(target.Bytes(WellKnown.ParseStatus));
        json.Write("\",\"decoder\":"u8);
        if (isKnown)
            EventJson.WriteText(target.Bytes(WellKnown.ParseDecoder), json);
        else
            json.Write("null"u8);
        json.Write(",\"fields\":"u8);
        EventJson.WriteFields(target, json);
        json.Write("}\n"u8);
    }

    private static void HandOn(ArrayBufferWriter<byte> json, Stream output)
    {
        output.Write(json.WrittenSpan);
        json.ResetWrittenCount();
    }

    /// <summary>Lines of a stream with a bound on their length, as many at a time as came together.</summary>
    private sealed class LineReader(Stream input)
    {
        // Lines are places in it: it holds what came together, and before that the beginning of a line that goes on.
        private readonly byte[] buffer = new byte[LineMax + BlockLength];
        private readonly List<(long Number, ReadOnlyMemory<byte> Bytes)> lines = [];
        private int filled;
        private int taken;
        private long number;
        private bool isOver;

        /// <summary>Waits for lines; false at the end. Empty ones are counted and left out. The lines stay as they are until it is called again.</summary>
        public bool TryRead(out IReadOnlyList<(long Number, ReadOnlyMemory<byte> Bytes)> read)
        {
            lines.Clear();
            read = lines;
            if (isOver)
                return false;
            KeepBeginning();
            var came = input.Read(buffer, filled, BlockLength);
            isOver = came == 0;
            var searched = filled;
            filled += came;
            for (var end = buffer.AsSpan(searched..filled).IndexOf((byte)'\n'); end >= 0; end = buffer.AsSpan(searched..filled).IndexOf((byte)'\n'))
            {
                Take(searched + end);
                searched = taken = searched + end + 1;
            }

            if (isOver && taken < filled)
                Take(filled);
            return true;
        }

        /// <summary>Of a line that goes on, the first bytes go to the front; those behind the bound are left out.</summary>
        private void KeepBeginning()
        {
            var length = Math.Min(filled - taken, LineMax);
            buffer.AsSpan(taken, length).CopyTo(buffer);
            (filled, taken) = (length, 0);
        }

        private void Take(int end)
        {
            number++;
            var length = Math.Min(end - taken, LineMax);
            if (length > 0 && buffer[taken + length - 1] == '\r')
                length--;
            if (length > 0)
                lines.Add((number, buffer.AsMemory(taken, length)));
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
