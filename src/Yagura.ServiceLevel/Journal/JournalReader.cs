using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Yagura.ServiceLevel.Journal;

/// <summary>Reads a journal's NDJSON, of ours or of another writer: bytes go in piece by piece, entries and named faults come out. Never throws for bad data.</summary>
/// <remarks>Pure: the caller opens files. One fault a line at most is kept, the first <see cref="FaultsMax"/>, then a count.</remarks>
public sealed class JournalReader
{
    /// <summary>Faults that are listed one by one; the rest is one line with their count.</summary>
    public const int FaultsMax = 1000;

    /// <summary>Bytes of the longest line; a longer one is a fault.</summary>
    public const int LineBytesMax = 4 * 1024 * 1024;

    private readonly string file;
    private readonly LineParser parser = new();
    private readonly List<JournalEntry> entries = [];
    private readonly List<Fault> faults = [];

    // The line of each entry, and of each number once one is out of order: bounded by the journal, cleared with the reader.
    private readonly List<int> positions = [];
    private Dictionary<long, int>? lineOfNumber;
    private long highest;
    private byte[] rest = [];
    private int restLength;
    private int lines;
    private int blank;
    private int faultsLeftOut;
    private int hashed;
    private bool chainBroken;

    // What the next hash is over: the previous hash in hex, LF, the line's text.
    private byte[] hashing = [.. Encoding.ASCII.GetBytes(JournalHash.Genesis), (byte)'\n'];
    private JournalPin? newestPin;
    private long highestHashed;

    // Bounded by the command line that names them.
    private readonly ILookup<long, JournalPin> pins;
    private readonly long lastPinned;

    /// <summary>Begins to read.</summary>
    /// <param name="file">The name that faults carry.</param>
    public JournalReader(string file)
        : this(file, [])
    {
    }

    /// <summary>Begins to read a journal whose heads were held outside.</summary>
    /// <param name="file">The name that faults carry.</param>
    /// <param name="pins">Heads to compare its hashes with.</param>
    public JournalReader(string file, IReadOnlyList<JournalPin> pins)
    {
        this.file = file;
        this.pins = pins.ToLookup(pin => pin.Number);
        lastPinned = pins.Count > 0 ? pins.Max(pin => pin.Number) : 0;
    }

    /// <summary>Reads a whole text.</summary>
    /// <param name="file">The name that faults carry.</param>
    /// <param name="text">NDJSON in UTF-8.</param>
    public static JournalText Read(string file, ReadOnlySpan<byte> text)
    {
        var reader = new JournalReader(file);
        reader.Feed(text);
        return reader.Finish();
    }

    /// <summary>Reads a whole text.</summary>
    /// <param name="file">The name that faults carry.</param>
    /// <param name="text">NDJSON.</param>
    public static JournalText Read(string file, string text) => Read(file, Encoding.UTF8.GetBytes(text));

    /// <summary>Takes the next bytes; lines may be cut anywhere.</summary>
    /// <param name="bytes">UTF-8.</param>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        while (bytes.IndexOf((byte)'\n') is var end and >= 0)
        {
            if (restLength == 0) TakeLine(bytes[..end]);
            else
            {
                Keep(bytes[..end]);
                TakeLine(rest.AsSpan(0, restLength));
                restLength = 0;
            }
            bytes = bytes[(end + 1)..];
        }
        Keep(bytes);
    }

    /// <summary>Ends the reading: the last line may lack its line end.</summary>
    public JournalText Finish()
    {
        if (restLength > 0) TakeLine(rest.AsSpan(0, restLength));
        restLength = 0;
        if (faultsLeftOut > 0)
            faults.Add(new Fault(file, 0, new Bilingual($"ほかに {faultsLeftOut} 行の誤りがあります", $"{faultsLeftOut} more lines are wrong"), LeftOut: true));
        var all = hashed > 0 && hashed == lines;
        if (hashed > 0 && !all) Add(0, new Bilingual("hash のない行が混じっています。連鎖は検証できません", "some lines carry no hash: the chain is not verified"), leftOut: false);
        if (lastPinned > highestHashed) MissingPins();
        var chain = chainBroken ? ChainState.Broken : all ? ChainState.Verified : ChainState.NotVerified;
        return new JournalText(entries, faults, chain, hashed > 0 ? Previous : null) { Pin = newestPin };
    }

    private void MissingPins()
    {
        if (hashed == 0)
        {
            Add(0, new Bilingual("hash がないので外部控えと比べられません", "without hashes nothing can be compared with a pin"), leftOut: false);
            return;
        }
        chainBroken = true;
        Add(0, new Bilingual($"記録は {highestHashed} 番までで、外部控えの {lastPinned} 番がありません。末尾が欠けています", $"ends at entry {highestHashed}, before the pin {lastPinned}: entries are missing at the end"), leftOut: false);
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length == 0) return;
        // A line longer than the bound keeps its head only, which cannot parse and is named as a fault.
        var take = Math.Min(bytes.Length, LineBytesMax + 1 - restLength);
        if (take <= 0) return;
        if (restLength + take > rest.Length) Array.Resize(ref rest, Math.Max(rest.Length * 2, restLength + take));
        bytes[..take].CopyTo(rest.AsSpan(restLength));
        restLength += take;
    }

    private void TakeLine(ReadOnlySpan<byte> line)
    {
        lines++;
        if (lines == 1 && line.StartsWith("\uFEFF"u8)) line = line[3..];
        line = line.Trim(" \t\r"u8);
        if (line.Length == 0)
        {
            lines--;
            blank++;
            return;
        }
        var position = lines + blank;
        if (line.Length > LineBytesMax)
        {
            Add(position, new Bilingual($"行が長すぎます（上限 {LineBytesMax} バイト）", $"the line is too long (at most {LineBytesMax} bytes)"), leftOut: true);
            return;
        }
        CheckHash(line, position);
        if (parser.Parse(line, position, out var entry) is { } fault) Add(position, fault, leftOut: entry is null);
        if (entry is not null) TakeEntry(entry, position);
    }

    private void TakeEntry(JournalEntry entry, int position)
    {
        if (EarlierLine(entry.Number, position) is { } earlier)
        {
            Add(position, new Bilingual($"番号 {entry.Number} は {earlier} 行目と重複しています。この行は使いません", $"number {entry.Number} is already on line {earlier}; this line is left out"), leftOut: true);
            return;
        }
        entries.Add(entry);
        positions.Add(position);
        if (lastPinned > 0) ComparePins(entry, position);
    }

    // Rising numbers cannot repeat; the map is made for the first that does not rise.
    private int? EarlierLine(long number, int position)
    {
        if (lineOfNumber is null && number > highest)
        {
            highest = number;
            return null;
        }
        lineOfNumber ??= entries.Select((entry, index) => (entry.Number, Line: positions[index])).ToDictionary(pair => pair.Number, pair => pair.Line);
        return lineOfNumber.TryAdd(number, position) ? null : lineOfNumber[number];
    }

    private void CheckHash(ReadOnlySpan<byte> line, int position)
    {
        if (!JournalLine.TrySplitHash(line, out var body, out var hash)) return;
        hashed++;
        if (!Follows(body, hash))
        {
            chainBroken = true;
            Add(position, new Bilingual("hash が前の行と本文から計算した値と一致しません。この行か前の行が変えられています", "the hash does not follow from the line before and this line's text: one of the two was changed"), leftOut: false);
        }
        // Goes on from what the line says, so that one edit is named once.
        Ascii.ToLower(hash, hashing, out _);
    }

    private string Previous => Encoding.ASCII.GetString(hashing, 0, JournalHash.Genesis.Length);

    private bool Follows(ReadOnlySpan<byte> body, ReadOnlySpan<byte> hash)
    {
        var head = JournalHash.Genesis.Length + 1;
        var length = head + body.Length + 1;
        if (length > hashing.Length) Array.Resize(ref hashing, length * 2);
        body.CopyTo(hashing.AsSpan(head));
        hashing[length - 1] = (byte)'}';
        Span<byte> computed = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> said = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(hashing.AsSpan(0, length), computed);
        return Convert.FromHexString(hash, said, out _, out _) == OperationStatus.Done && computed.SequenceEqual(said);
    }

    // A pin names an entry's number; an entry without one is known by its line.
    private void ComparePins(JournalEntry entry, int position)
    {
        if (hashed == 0) return;
        highestHashed = Math.Max(highestHashed, entry.Number);
        foreach (var pin in pins[entry.Number])
        {
            if (newestPin is null || pin.Number > newestPin.Number) newestPin = pin;
            if (pin.Hash == Previous) continue;
            chainBroken = true;
            Add(position, new Bilingual($"{entry.Number} 番の hash が外部控え {pin.Hash} と異なります。連鎖が作り直されています", $"the hash of entry {entry.Number} differs from the pin {pin.Hash}: the chain was rewritten"), leftOut: false);
        }
    }

    private void Add(int line, Bilingual text, bool leftOut)
    {
        if (faults.Count < FaultsMax) faults.Add(new Fault(file, line, text, leftOut));
        else faultsLeftOut++;
    }
}
