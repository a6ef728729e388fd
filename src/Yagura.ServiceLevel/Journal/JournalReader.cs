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

    // Below this a second thread costs more than it saves.
    private const int SideBySideBytesMin = 64 * 1024;

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
    private int linesLeftOut;
    private int unnumbered;
    private int firstFalling;
    private bool chainBroken;
    private readonly ChainCheck chain = new();
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

    /// <summary>Takes a large piece at once: its hashes are followed on another thread while its lines are parsed on this one.</summary>
    /// <param name="piece">UTF-8; lines may be cut anywhere.</param>
    public void Feed(ReadOnlyMemory<byte> piece)
    {
        var start = piece.Span.IndexOf((byte)'\n') + 1;
        var end = piece.Span.LastIndexOf((byte)'\n') + 1;
        // A pin is compared with the hash just followed, line by line.
        if (end - start < SideBySideBytesMin || lastPinned > 0)
        {
            Feed(piece.Span);
            return;
        }
        Feed(piece.Span[..start]);
        var following = Task.Run(() => Breaks(piece.Span[start..end]));
        var first = lines + blank;
        var left = piece.Span[start..end];
        while (left.IndexOf((byte)'\n') is var line and >= 0)
        {
            TakeLine(left[..line], followed: true);
            left = left[(line + 1)..];
        }
        foreach (var broken in following.GetAwaiter().GetResult()) NotFollowing(first + broken);
        Feed(piece.Span[end..]);
    }

    /// <summary>Which lines of a piece, from 1, have a hash that does not follow.</summary>
    private List<int> Breaks(ReadOnlySpan<byte> whole)
    {
        List<int> broken = [];
        for (var line = 1; whole.IndexOf((byte)'\n') is var end and >= 0; line++)
        {
            // A line that is too long is a fault by itself and is followed by nobody.
            if (end <= LineBytesMax && !chain.Follows(Text(whole[..end])) && broken.Count < FaultsMax) broken.Add(line);
            whole = whole[(end + 1)..];
        }
        return broken;
    }

    private static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> line) => line.Trim(" \t\r"u8);

    /// <summary>Takes the next bytes; lines may be cut anywhere.</summary>
    /// <param name="bytes">UTF-8.</param>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        while (bytes.IndexOf((byte)'\n') is var end and >= 0)
        {
            if (restLength == 0) TakeLine(bytes[..end], followed: false);
            else
            {
                Keep(bytes[..end]);
                TakeLine(rest.AsSpan(0, restLength), followed: false);
                restLength = 0;
            }
            bytes = bytes[(end + 1)..];
        }
        Keep(bytes);
    }

    /// <summary>Ends the reading: the last line may lack its line end.</summary>
    public JournalText Finish()
    {
        if (restLength > 0) TakeLine(rest.AsSpan(0, restLength), followed: false);
        restLength = 0;
        faults.Sort((left, right) => left.Line.CompareTo(right.Line));
        if (faultsLeftOut > 0)
            faults.Add(new Fault(file, 0, new Bilingual($"ほかに {faultsLeftOut} 行の誤りがあります", $"{faultsLeftOut} more lines are wrong"), LeftOut: true));
        var hashed = chain.Hashed;
        var all = hashed > 0 && hashed == lines;
        if (hashed > 0 && !all) Add(0, new Bilingual("hash のない行が混じっています。連鎖は検証できません", "some lines carry no hash: the chain is not verified"), leftOut: false);
        if (lastPinned > highestHashed) MissingPins();
        Numbering();
        var state = chainBroken ? ChainState.Broken : all ? ChainState.Verified : ChainState.NotVerified;
        return new JournalText(entries, faults, state, hashed > 0 ? chain.Last : null) { Pin = newestPin };
    }

    // Numbers are dense and rise in a journal: what does not is no reason to stop, but whoever reads the figures must know.
    private void Numbering()
    {
        if (firstFalling > 0) Add(firstFalling, new Bilingual("番号が前の行より小さくなっています。順序は番号に従います", "the number is lower than that of a line before; the numbers decide the order"), leftOut: false);
        if (entries.Count == 0 || unnumbered > 0) return;
        var last = 0L;
        foreach (var entry in entries) last = Math.Max(last, entry.Number);
        if (last - entries.Count <= linesLeftOut) return;
        var gap = 1L;
        foreach (var number in entries.Select(entry => entry.Number).Order())
        {
            if (number != gap) break;
            gap++;
        }
        Add(0, new Bilingual($"番号 1〜{last} のうち {last - entries.Count} 件がありません（最初は {gap}）", $"of the numbers 1 to {last}, {last - entries.Count} are missing (the first is {gap})"), leftOut: false);
    }

    private void MissingPins()
    {
        if (chain.Hashed == 0)
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

    private void TakeLine(ReadOnlySpan<byte> line, bool followed)
    {
        lines++;
        if (lines == 1 && line.StartsWith("\uFEFF"u8)) line = line[3..];
        line = Text(line);
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
        if (!followed && !chain.Follows(line)) NotFollowing(position);
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
        if (!parser.Numbered) unnumbered++;
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
        if (firstFalling == 0 && number < highest) firstFalling = position;
        lineOfNumber ??= entries.Select((entry, index) => (entry.Number, Line: positions[index])).ToDictionary(pair => pair.Number, pair => pair.Line);
        return lineOfNumber.TryAdd(number, position) ? null : lineOfNumber[number];
    }

    private void NotFollowing(int line)
    {
        chainBroken = true;
        Add(line, new Bilingual("hash が前の行と本文から計算した値と一致しません。この行か前の行が変えられています", "the hash does not follow from the line before and this line's text: one of the two was changed"), leftOut: false);
    }

    // A pin names an entry's number; an entry without one is known by its line.
    private void ComparePins(JournalEntry entry, int position)
    {
        if (chain.Hashed == 0) return;
        highestHashed = Math.Max(highestHashed, entry.Number);
        foreach (var pin in pins[entry.Number])
        {
            if (newestPin is null || pin.Number > newestPin.Number) newestPin = pin;
            if (pin.Hash == chain.Last) continue;
            chainBroken = true;
            Add(position, new Bilingual($"{entry.Number} 番の hash が外部控え {pin.Hash} と異なります。連鎖が作り直されています", $"the hash of entry {entry.Number} differs from the pin {pin.Hash}: the chain was rewritten"), leftOut: false);
        }
    }

    private void Add(int line, Bilingual text, bool leftOut)
    {
        if (faults.Count < FaultsMax) faults.Add(new Fault(file, line, text, leftOut));
        else faultsLeftOut++;
        if (leftOut) linesLeftOut++;
    }
}
