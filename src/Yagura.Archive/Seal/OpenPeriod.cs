using Yagura.Archive.Disk;
using Yagura.Archive.Spool;
using Yagura.Events;

namespace Yagura.Archive.Seal;

/// <summary>The period that is being sealed: its evidence so far, its minutes, and the lines that its notes become.</summary>
internal sealed class OpenPeriod(IDisk disk, string archive, string node, long index, ReceiveTime from) : IDisposable
{
    private readonly MinuteCounts _minutes = new();
    private readonly List<DownNote> _down = [];
    private readonly List<DamagedNote> _damaged = [];
    private readonly List<ClockNote> _clock = [];

    // Bounded by the minutes of the period times places times reasons.
    private readonly SortedDictionary<(long Minute, string Where, string Reason, bool Known), long> _lost =
        new(Comparer<(long Minute, string Where, string Reason, bool Known)>.Create(CompareLoss));

    private EvidenceWriter? _evidence;
    private StoppedNote? _stopped;

    /// <summary>Start of the period.</summary>
    public ReceiveTime From { get; } = from;

    /// <summary>Its seal's index.</summary>
    public long Index { get; } = index;

    /// <summary>Its folder.</summary>
    public string Folder { get; } = ArchivePaths.DayFolder(archive, from);

    /// <summary>When its newest batch was committed; null while it has none.</summary>
    public ReceiveTime? LastCommit { get; private set; }

    /// <summary>Unpacked bytes so far.</summary>
    public long UnpackedBytes => _evidence?.UnpackedBytes ?? 0;

    /// <summary>Path of one of its files.</summary>
    public string Path(string ending) => $"{Folder}/{ArchivePaths.BaseName(node, Index)}{ending}";

    /// <summary>Takes a batch in.</summary>
    public void Take(SpoolBatch batch, bool fastest)
    {
        foreach (var stored in batch.Records)
        {
            Evidence().Append(stored, fastest);
            if (stored.Repeats == 0) _minutes.Add(stored.Record.ReceivedAt, stored.Record.Source, stored.Record.EventCount);
        }
        foreach (var note in batch.Notes) Take(note);
        _stopped = batch.Notes.OfType<StoppedNote>().LastOrDefault();
        LastCommit = batch.CommittedAt;
    }

    /// <summary>Writes evidence and minutes durably and returns what the seal says of them and of the notes.</summary>
    public SealContent Finish(string origin, string previous, ReceiveTime to, AnalysedCursor analysed, IReadOnlyList<SealedDeletion> deleted, bool fastest)
    {
        var evidence = Evidence();
        var (file, content) = evidence.Finish(fastest);
        var seal = new SealContent
        {
            Origin = origin,
            Node = node,
            Index = Index,
            Previous = previous,
            From = From,
            To = to,
            First = evidence.First,
            Last = evidence.Last,
            Count = evidence.Count,
            Earliest = evidence.Earliest,
            Latest = evidence.Latest,
            EvidenceHash = file,
            ContentHash = content,
            MinutesHash = "",
            Members = evidence.Members,
            Sources = evidence.Sources(),
            Analysed = analysed,
            Down = Down(to),
            Damaged = _damaged,
            Lost = [.. _lost.Select(loss => new SealedLoss(new ReceiveTime(loss.Key.Minute * TimeSpan.TicksPerMinute), loss.Key.Where, loss.Key.Reason, loss.Key.Known ? loss.Value : null))],
            Clock = _clock,
            Deleted = deleted,
        };
        DurableFile.Publish(disk, Path(ArchivePaths.Evidence) + ArchivePaths.Temporary, Path(ArchivePaths.Evidence));
        var minutes = EvidenceMember.Pack(_minutes.Write(), fastest: false);
        DurableFile.Write(disk, Path(ArchivePaths.Minutes), minutes);
        return seal with { MinutesHash = EvidenceMember.Hash(minutes) };
    }

    /// <inheritdoc/>
    public void Dispose() => _evidence?.Dispose();

    /// <remarks>Made with its first record, so that a quiet period has no file open.</remarks>
    private EvidenceWriter Evidence()
    {
        if (_evidence is not null) return _evidence;
        disk.CreateFolder(Folder);
        return _evidence = new EvidenceWriter(disk, Path(ArchivePaths.Evidence) + ArchivePaths.Temporary);
    }

    private void Take(SpoolNote note)
    {
        switch (note)
        {
            case AliveNote or StoppedNote: break; // Alive is not printed: the spool turns its absence into a down note.
            case DownNote down: _down.Add(down); break;
            case DamagedNote damaged: _damaged.Add(damaged with { Reason = Word(damaged.Reason) }); break;
            case ClockNote clock: _clock.Add(clock); break;
            case LossNote loss: Take(loss); break;
            default: throw new ArchiveException($"note {note.GetType().Name} has no line in a seal");
        }
    }

    private void Take(LossNote loss)
    {
        var key = (loss.Minute.UtcTicks / TimeSpan.TicksPerMinute, Word(loss.Where), Word(loss.Reason), loss.Count is not null);
        _lost.TryGetValue(key, out var before);
        _lost[key] = before + (loss.Count ?? 0);
    }

    /// <summary>A stop in good order, if nothing came after it, is stated at once: down from then to the period's end; the next start says until when.</summary>
    private List<SealedDown> Down(ReceiveTime to)
    {
        var lines = _down.ConvertAll(down => new SealedDown(down.From, down.To, down.Reason));
        if (_stopped is { } stopped && stopped.At < to) lines.Add(new SealedDown(stopped.At, to, DownReason.Stopped));
        return lines;
    }

    /// <summary>An id out of a text that should be one already: the seal has no other way to carry it.</summary>
    private static string Word(string text)
    {
        if (Identifier.IsValid(text)) return text;
        var word = string.Concat(text.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or ':' ? letter : '-')).Trim('-', '.', '_', ':');
        return word.Length == 0 ? "unnamed" : word[..Math.Min(word.Length, Identifier.LengthMax)];
    }

    private static int CompareLoss((long Minute, string Where, string Reason, bool Known) left, (long Minute, string Where, string Reason, bool Known) right)
    {
        if (left.Minute != right.Minute) return left.Minute.CompareTo(right.Minute);
        var where = string.CompareOrdinal(left.Where, right.Where);
        if (where != 0) return where;
        var reason = string.CompareOrdinal(left.Reason, right.Reason);
        return reason != 0 ? reason : right.Known.CompareTo(left.Known);
    }
}
