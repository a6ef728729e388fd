using System.Buffers;
using System.Globalization;
using System.Text;
using Yagura.Archive.Spool;
using Yagura.Events;

namespace Yagura.Archive.Seal;

/// <summary>Reads a seal strictly: the lines of version 1 in their order, nothing else (CUSTODY 5).</summary>
/// <remarks>What was read is written again and must be the same bytes, so that one seal has one form.</remarks>
public sealed class SealParser
{
    private const int HashLength = 64;
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");
    private readonly string[] _lines;
    private int _next;
    private string? _fault;

    private SealParser(string[] lines) => _lines = lines;

    /// <summary>Reads a seal.</summary>
    /// <param name="bytes">The file's bytes.</param>
    /// <param name="seal">What it says; null when the result is false.</param>
    /// <param name="fault">The first line that is wrong, and what was expected there.</param>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out SealContent? seal, out string fault)
    {
        seal = null;
        if (bytes.IsEmpty || bytes[^1] != '\n' || !Ascii.IsValid(bytes))
        {
            fault = "is not ASCII text that ends in LF";
            return false;
        }
        var parser = new SealParser(Encoding.ASCII.GetString(bytes[..^1]).Split('\n'));
        var read = parser.Read();
        fault = parser._fault ?? "";
        if (parser._fault is not null) return false;
        if (!SealText.Write(read).AsSpan().SequenceEqual(bytes))
        {
            fault = "is not in the one form of version 1 (numbers without leading zeros, single spaces, own file names)";
            return false;
        }
        seal = read;
        return true;
    }

    private SealContent Read()
    {
        if (Array.FindIndex(_lines, line => line.Length > SealText.LineBytesMax) is >= 0 and var over) Fail(over, $"a line of at most {SealText.LineBytesMax} bytes");
        Version();
        var origin = Id(One("origin", 1), 0);
        var node = Id(One("node", 1), 0);
        var index = Number(One("index", 1), 0);
        var previous = Hash(One("previous", 1), 0);
        var period = One("period", 2);
        var records = One("records", 3);
        var received = One("received", 2);
        var evidence = One("sha256", 3);
        var content = Hash(One("content", 1), 0);
        var minutes = One("minutes", 3);
        var seal = new SealContent
        {
            Origin = origin,
            Node = node,
            Index = index,
            Previous = previous,
            From = Time(period, 0),
            To = Time(period, 1),
            First = Number(records, 0),
            Last = Number(records, 1),
            Count = Number(records, 2),
            Earliest = TimeOrDash(received, 0),
            Latest = TimeOrDash(received, 1),
            EvidenceHash = Hash(evidence, 0),
            ContentHash = content,
            MinutesHash = Hash(minutes, 0),
            Members = Many("member", 4, parts => new SealedMember(Number(parts, 0), Number(parts, 1), Number(parts, 2), Hash(parts, 3))),
            Sources = Many("source", 3, parts => new SealedSource(Id(parts, 0), Number(parts, 1), Hash(parts, 2))),
            Analysed = ReadAnalysed(One("analysed", 2)),
            Down = Many("down", 3, parts => new SealedDown(Time(parts, 0), Time(parts, 1), Word(parts, 2, "stopped", "crashed") == 0 ? DownReason.Stopped : DownReason.Crashed)),
            Damaged = Many("damaged", 5, parts => new DamagedNote(Number(parts, 0), Number(parts, 1), Time(parts, 2), Time(parts, 3), Id(parts, 4))),
            Lost = Many("lost", 4, ReadLoss),
            Clock = Many("clock", 3, parts => new ClockNote(Time(parts, 0), Seconds(parts, 1), Word(parts, 2, "synchronised", "free") == 0)),
            Deleted = Many("deleted", 2, parts => new SealedDeletion(Number(parts, 0), Hash(parts, 1))),
        };
        ReadEnd();
        return seal;
    }

    private void Version()
    {
        if (_lines[0] != "yagura-seal 1") Fail(0, "yagura-seal 1");
        _next = 1;
    }

    private void ReadEnd()
    {
        var above = _next;
        if (Number(One("end", 1), 0) != above) Fail(_next - 1, $"end {above}");
        if (_next != _lines.Length) Fail(_next, "nothing after the end line");
    }

    private AnalysedCursor ReadAnalysed(string[] parts) => new(Number(parts, 0), Hash(parts, 1));

    private SealedLoss ReadLoss(string[] parts)
    {
        if (!MinuteText.TryParse(parts[0], out var minute)) Fail(_next - 1, "a minute like 2026-11-22T03:00Z");
        long? count = parts[3] == "-" ? null : Number(parts, 3);
        return new SealedLoss(new ReceiveTime(minute * TimeSpan.TicksPerMinute), Id(parts, 1), Id(parts, 2), count);
    }

    private string[] One(string key, int values)
    {
        var parts = _next < _lines.Length ? _lines[_next].Split(' ') : [];
        if (parts.Length != values + 1 || parts[0] != key)
        {
            Fail(_next, $"{key} and {values} value(s)");
            parts = new string[values + 1];
            Array.Fill(parts, "");
        }
        _next++;
        return parts[1..];
    }

    private List<T> Many<T>(string key, int values, Func<string[], T> read)
    {
        var many = new List<T>();
        while (_fault is null && _next < _lines.Length && _lines[_next].StartsWith(key + " ", StringComparison.Ordinal))
            many.Add(read(One(key, values)));
        return many;
    }

    private string Id(string[] parts, int at)
    {
        if (!Identifier.IsValid(parts[at])) Fail(_next - 1, $"an id ({Identifier.Allowed})");
        return parts[at];
    }

    private long Number(string[] parts, int at)
    {
        if (!long.TryParse(parts[at], NumberStyles.None, CultureInfo.InvariantCulture, out var number)) Fail(_next - 1, "a decimal number");
        return number;
    }

    private decimal Seconds(string[] parts, int at)
    {
        if (!decimal.TryParse(parts[at], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)) Fail(_next - 1, "seconds with a decimal point");
        return seconds;
    }

    private string Hash(string[] parts, int at)
    {
        if (parts[at].Length != HashLength || parts[at].AsSpan().ContainsAnyExcept(HexDigits)) Fail(_next - 1, "64 lower-case hex digits");
        return parts[at];
    }

    private ReceiveTime Time(string[] parts, int at)
    {
        if (!ReceiveTime.TryParse(parts[at], out var time)) Fail(_next - 1, "a time like 2026-11-22T03:00:00.0001234Z");
        return time;
    }

    private ReceiveTime? TimeOrDash(string[] parts, int at) => parts[at] == "-" ? null : Time(parts, at);

    private int Word(string[] parts, int at, params ReadOnlySpan<string> allowed)
    {
        var word = allowed.IndexOf(parts[at]);
        if (word < 0) Fail(_next - 1, string.Join(" or ", allowed.ToArray()));
        return word;
    }

    private void Fail(int line, string expected) => _fault ??= $"line {line + 1}: expected {expected}";
}
