using Yagura.Archive.Disk;
using Yagura.Events;

namespace Yagura.Archive.Spool;

/// <summary>Walks the files of a spool in order and finds every whole batch that carries the chain on, and every hole.</summary>
/// <remarks>
/// A later file's header says which batch it begins with: what an earlier file has from there on is not trusted, because
/// it was written again. Batches begin at whole pages, so that reading finds its feet again behind a bad one.
/// </remarks>
internal sealed class SpoolScan(IDisk disk)
{
    /// <summary>The reason of a damaged line.</summary>
    internal const string DamageReason = "spool-damage";

    private readonly HashSet<(long, long, long)> _noted = [];
    private readonly List<DamagedNote> _damage = [];
    private readonly List<ChainPoint> _unknown = [];
    private byte[] _content = new byte[SpoolFormat.PageBytes];
    private bool _begun;

    internal List<SpoolSegment> Segments { get; } = [];

    /// <summary>Files with a hole, which are kept.</summary>
    internal HashSet<string> Damaged { get; } = new(StringComparer.Ordinal);

    internal ChainPoint Chain { get; private set; } = ChainPoint.Start;

    /// <summary>Where the oldest file begins.</summary>
    internal ChainPoint Begin { get; private set; } = ChainPoint.Start;

    internal ChainPoint BeforeLast { get; private set; } = ChainPoint.Start;

    internal long BytesCut { get; private set; }

    /// <summary>The damage that no earlier run has written down.</summary>
    internal List<DamagedNote> NewDamage => _damage.FindAll(note => !_noted.Contains(Key(note)));

    /// <summary>Walks one file. The files come in the order of their numbers.</summary>
    /// <param name="file">The file.</param>
    /// <param name="below">The first batch of the later files.</param>
    internal void Walk(FoundFile file, long below)
    {
        using var reader = new SpoolFileReader(disk.OpenRead(file.Path));
        if (file.Header is { } header) Enter(header.Before, file.Path);
        // Without a file header the salt is taken from where the first batch must stand, never from anywhere else:
        // only there can no sender have put bytes of his own.
        var salt = file.Header?.Salt ?? reader.Header(SpoolFormat.PageBytes, salt: null)?.Header.Salt;
        if (salt is null)
        {
            Unreadable(file.Path);
            return;
        }
        var cut = BytesCut;
        SpoolSegment? segment = null;
        for (long offset = SpoolFormat.PageBytes; offset < reader.Length;)
        {
            if (Whole(reader, offset, salt.Value, below) is not { } batch)
            {
                segment = null;
                if (!reader.PageIsEmpty(offset)) BytesCut += SpoolFormat.PageBytes;
                offset += SpoolFormat.PageBytes;
                continue;
            }
            BytesCut = cut; // what was bad before a whole batch was not cut but damaged
            Take(batch.Header, batch.Crc, offset, file, ref segment);
            offset += batch.Header.PaddedBytes;
        }
    }

    private void Enter(in ChainPoint before, string path)
    {
        if (_begun && before.NextBatch > Chain.NextBatch)
        {
            Hole(before.NextSequence, before.CommittedAt);
            if (Segments.Count > 0 && Segments[^1].Path != path) Damaged.Add(Segments[^1].Path);
        }
        if (!_begun) Begin = before;
        if (!_begun || before.NextBatch >= Chain.NextBatch) Chain = before;
        _begun = true;
    }

    private (BatchHeader Header, uint Crc)? Whole(SpoolFileReader reader, long offset, ulong salt, long below)
    {
        if (reader.Header(offset, salt) is not { } found || found.Header.Number >= below || !CarriesOn(found.Header)) return null;
        var bytes = found.Header.ContentBytes;
        if (_content.Length < bytes) _content = new byte[bytes];
        return reader.ContentInto(found.Header, offset, _content.AsSpan(0, bytes)) ? found : null;
    }

    private bool CarriesOn(in BatchHeader header)
    {
        if (!_begun) return true;
        if (header.CommittedAt <= Chain.CommittedAt || header.FirstSequence < Chain.NextSequence) return false;
        return header.Number > Chain.NextBatch
            || (header.Number == Chain.NextBatch && header.FirstSequence == Chain.NextSequence && header.PreviousHeaderCrc == Chain.HeaderCrc);
    }

    private void Take(in BatchHeader header, uint crc, long offset, FoundFile file, ref SpoolSegment? segment)
    {
        if (!_begun) Chain = Begin = new ChainPoint(header.Number, header.FirstSequence, 0, header.PreviousHeaderCrc, Life.None);
        _begun = true;
        if (header.Number > Chain.NextBatch)
        {
            Hole(header.FirstSequence, header.CommittedAt);
            Damaged.Add(file.Path);
            segment = null;
            Chain = Chain with { NextBatch = header.Number, NextSequence = header.FirstSequence, HeaderCrc = header.PreviousHeaderCrc };
        }
        if (segment is null) Segments.Add(segment = new SpoolSegment(file.Path, file.Number, header.Number, header.FirstSequence));
        segment.Add(header, offset);
        var notes = BatchReader.Notes(header, _content.AsSpan(0, header.ContentBytes));
        foreach (var note in notes.OfType<DamagedNote>()) _noted.Add(Key(note));
        BeforeLast = Chain;
        Chain = ChainPoint.After(header, crc, Chain.Life.After(notes));
    }

    /// <summary>Acknowledged batches are missing from the end of the chain to here.</summary>
    private void Hole(long nextSequence, long nextCommittedAt)
    {
        var records = nextSequence > Chain.NextSequence;
        _damage.Add(new DamagedNote(
            records ? Chain.NextSequence : 0, records ? nextSequence - 1 : 0, new ReceiveTime(Chain.CommittedAt), new ReceiveTime(nextCommittedAt), DamageReason));
    }

    private void Unreadable(string path)
    {
        Damaged.Add(path);
        // Only where nothing after it can tell what it held: the next file's header or batch shows the hole by itself.
        if (_begun) _unknown.Add(Chain);
    }

    /// <summary>Closes the walk: a last file of which nothing can be read held nobody knows what.</summary>
    internal void End(ReceiveTime now)
    {
        foreach (var at in _unknown)
        {
            if (at.NextBatch == Chain.NextBatch)
                _damage.Add(new DamagedNote(0, 0, new ReceiveTime(at.CommittedAt), new ReceiveTime(Math.Max(now.UtcTicks, at.CommittedAt)), DamageReason));
        }
    }

    private static (long First, long Last, long Earliest) Key(DamagedNote note) => (note.First, note.Last, note.Earliest.UtcTicks);
}

/// <summary>A spool file by name; its header is null when it cannot be read.</summary>
internal sealed record FoundFile(string Path, long Number, FileHeader? Header);
