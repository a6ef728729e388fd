using System.Security.Cryptography;
using System.Text;
using Yagura.Archive.Seal;
using Yagura.Events;

namespace Yagura.Archive.Verify;

/// <summary>Reads the lines of one evidence file once: sequences, times, counts, each source's hash, the content's hash, minutes.</summary>
internal sealed class LineCheck(SealContent seal) : IDisposable
{
    private readonly IncrementalHash _content = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Dictionary<string, SourceTally> _sources = new(StringComparer.Ordinal);
    private readonly List<(string Kind, string What)> _faults = [];
    // The only source's lines are the content: hashed once, they prove both.
    private readonly bool _isOnly = seal.Sources.Count == 1;
    private SourceTally? _current;
    private long _last = seal.First - 1;
    private long _count;
    private ReceiveTime? _earliest;
    private ReceiveTime? _latest;

    /// <summary>Records by minute and source, repeats left out; complete after <see cref="Finish"/>.</summary>
    public MinuteCounts Minutes { get; } = new();

    /// <summary>Sequences that the file leaves out.</summary>
    public List<(long First, long Last)> Gaps { get; } = [];

    /// <summary>Receive time of the last line read.</summary>
    public ReceiveTime? LastTime { get; private set; }

    /// <summary>Takes one member's lines; null, or what is wrong with the member.</summary>
    public string? Take(ReadOnlySpan<byte> lines, long records)
    {
        _content.AppendData(lines);
        var found = 0L;
        var runStart = 0;
        var position = 0;
        while (position < lines.Length)
        {
            var end = lines[position..].IndexOf((byte)'\n');
            if (end < 0) return "ends within a line";
            if (!EvidencePrefix.TryRead(lines.Slice(position, end), out var prefix)) return $"has a line of another form (the {found + 1}th)";
            if (_current is null || !prefix.Source.SequenceEqual(_current.Name))
            {
                if (!_isOnly) _current?.Lines.Add(lines[runStart..position]);
                runStart = position;
                _current = Tally(prefix.Source);
            }
            Take(prefix, _current);
            found++;
            position += end + 1;
        }
        if (!_isOnly) _current?.Lines.Add(lines[runStart..]);
        return found == records ? null : $"holds {found} records, the seal states {records}";
    }

    /// <summary>Compares all with the seal.</summary>
    public IReadOnlyList<(string Kind, string What)> Finish()
    {
        foreach (var tally in _sources.Values) tally.Settle(Minutes);
        var content = Convert.ToHexStringLower(_content.GetCurrentHash());
        if (content != seal.ContentHash) _faults.Add(("content-altered", "its unpacked bytes do not have the content hash that the seal states"));
        if (_count != seal.Count || (_count > 0 && _last != seal.Last)) _faults.Add(("count-wrong", $"holds {_count} records up to {_last}, the seal states {seal.Count} up to {seal.Last}"));
        if (_earliest != seal.Earliest || _latest != seal.Latest) _faults.Add(("received-wrong", "its receive times are not those that the seal states"));
        foreach (var stated in seal.Sources)
        {
            if (!_sources.Remove(stated.Source, out var tally)) _faults.Add(("source-altered", $"source {stated.Source}: all of its {stated.Records} records are missing"));
            else if (tally.Records != stated.Records) _faults.Add(("source-altered", $"source {stated.Source}: {tally.Records} records, the seal states {stated.Records}"));
            else if ((_isOnly ? content : tally.Lines.Sum()) != stated.Hash) _faults.Add(("source-altered", $"source {stated.Source}: its {stated.Records} records do not have the hash that the seal states"));
            tally?.Lines.Dispose();
        }
        foreach (var (source, tally) in _sources) _faults.Add(("source-altered", $"source {source}: {tally.Records} records that the seal does not state"));
        return _faults;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _content.Dispose();
        foreach (var tally in _sources.Values) tally.Lines.Dispose();
    }

    private void Take(in EvidencePrefix prefix, SourceTally tally)
    {
        tally.Records++;
        if (prefix.Sequence <= _last)
        {
            if (_faults.Count < 10) _faults.Add(("sequence-wrong", $"record {prefix.Sequence} comes after {_last}"));
        }
        else if (prefix.Sequence > _last + 1)
        {
            Gaps.Add((_last + 1, prefix.Sequence - 1));
        }
        _last = Math.Max(_last, prefix.Sequence);
        _count++;
        LastTime = prefix.At;
        if (_earliest is null || prefix.At < _earliest) _earliest = prefix.At;
        if (_latest is null || prefix.At > _latest) _latest = prefix.At;
        if (prefix.Repeats == 0) tally.Count(prefix.At, Minutes);
    }

    private SourceTally Tally(ReadOnlySpan<byte> name)
    {
        Span<char> source = stackalloc char[Identifier.LengthMax];
        source = source[..Encoding.ASCII.GetChars(name, source)];
        if (_sources.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(source, out var known)) return known;
        var tally = new SourceTally(new string(source));
        _sources.Add(tally.Source, tally);
        return tally;
    }
}

/// <summary>One source's lines so far.</summary>
internal sealed class SourceTally(string source)
{
    public string Source { get; } = source;

    public byte[] Name { get; } = Encoding.ASCII.GetBytes(source);

    public long Records { get; set; }

    public LineHash Lines { get; } = new();

    private ReceiveTime Minute { get; set; }

    private long InMinute { get; set; }

    /// <summary>Counts a record; a minute's sum is handed on with the next minute's first record, and by <see cref="Settle"/>.</summary>
    public void Count(ReceiveTime at, MinuteCounts minutes)
    {
        if (at.UtcTicks / TimeSpan.TicksPerMinute != Minute.UtcTicks / TimeSpan.TicksPerMinute) Settle(minutes);
        Minute = at;
        InMinute++;
    }

    /// <summary>Hands on what is left.</summary>
    public void Settle(MinuteCounts minutes)
    {
        if (InMinute > 0) minutes.Add(Minute, Source, InMinute);
        InMinute = 0;
    }
}
