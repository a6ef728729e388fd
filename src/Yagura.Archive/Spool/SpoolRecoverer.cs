using Yagura.Archive.Disk;
using Yagura.Events;

namespace Yagura.Archive.Spool;

/// <summary>The start of a spool: reads what is there, writes its tail to a new file, and only then lets anybody read (CUSTODY 3).</summary>
/// <remarks>
/// The tail is the last batch: each batch before it was followed by one that was written after its sync had returned. What is in the
/// page cache may not be on the disk, so the last batch may be there now and gone after the next power cut, unless it is written anew.
/// </remarks>
internal sealed class SpoolRecoverer(IDisk disk, string folder, SpoolSettings settings)
{
    internal SpoolStart Recover(ReceiveTime now)
    {
        var names = disk.List(folder);
        var files = Files(names);
        var scan = new SpoolScan(disk);
        for (var i = 0; i < files.Count; i++) scan.Walk(files[i], FirstBatchOf(files, i + 1));
        scan.End(now);

        var tail = Tail(scan, files);
        var number = NextNumber(names);
        var before = tail is null ? scan.Chain : scan.BeforeLast;
        var (file, first) = SpoolFile.Create(disk, folder, number, before, settings.FileBytes, tail is null ? null : salt => Copy(tail, salt, scan.BeforeLast));
        var chain = first is { } copied ? ChainPoint.After(copied.Header, copied.HeaderCrc, scan.Chain.Life) : scan.Chain;
        if (first is { } batch) MoveTail(scan, file, batch);
        try
        {
            Tidy(scan, tail, files, names);
            var content = new SpoolContent(scan.Segments, scan.Begin, chain);
            return new SpoolStart
            {
                Content = content,
                Chain = chain,
                File = file,
                NextFile = number + 1,
                Repeats = Repeats(content),
                Found = new SpoolRecovery(BatchesOf(scan), scan.BytesCut, scan.NewDamage, scan.Damaged),
            };
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static long BatchesOf(SpoolScan scan) => scan.Segments.Sum(static segment => segment.LastBatch - segment.FirstBatch + 1);

    private List<FoundFile> Files(IReadOnlyList<string> names)
    {
        var files = new List<FoundFile>();
        foreach (var name in names)
        {
            if (SpoolFormat.NumberOf(name, SpoolFormat.Suffix) is not { } number) continue;
            var path = Path.Combine(folder, name);
            using var reader = new SpoolFileReader(disk.OpenRead(path));
            files.Add(new FoundFile(path, number, reader.FirstPage()));
        }
        return files;
    }

    private static long FirstBatchOf(List<FoundFile> files, int from)
    {
        var first = long.MaxValue;
        foreach (var later in files.Skip(from)) first = Math.Min(first, later.Header?.Before.NextBatch ?? long.MaxValue);
        return first;
    }

    /// <summary>The last batch, when it is in the newest file that can be read: what later files carry on from is proven by them.</summary>
    private TailBatch? Tail(SpoolScan scan, List<FoundFile> files)
    {
        if (scan.Segments.Count == 0) return null;
        var last = scan.Segments[^1];
        var newest = files.FindLast(file => file.Header is not null || file.Path == last.Path)!;
        if (newest.Path != last.Path) return null;
        using var reader = new SpoolFileReader(disk.OpenRead(last.Path));
        var header = reader.Header(last.LastOffset, salt: null)?.Header ?? throw new SpoolDamagedException(last.Path, last.LastOffset);
        var content = reader.Content(header, last.LastOffset) ?? throw new SpoolDamagedException(last.Path, last.LastOffset);
        return new TailBatch(last.Path, header, content, last.LastOffset + header.PaddedBytes);
    }

    private static SealedBatch Copy(TailBatch tail, ulong salt, ChainPoint before)
    {
        var writer = new BatchWriter();
        writer.Copy(tail.Content);
        // Behind a hole the chain point has been moved to this batch already, so the number stays as it was.
        var copy = writer.Seal(salt, before, tail.Header.CommittedAt, tail.Header.Records, tail.Header.Notes);
        Invariant.Holds(copy.Header.Number == tail.Header.Number && copy.Header.FirstSequence == tail.Header.FirstSequence, "the recovered tail keeps its numbers");
        return copy;
    }

    private static void MoveTail(SpoolScan scan, SpoolFile file, in SealedBatch batch)
    {
        var last = scan.Segments[^1];
        last.RemoveLast(scan.BeforeLast);
        if (last.Empty) scan.Segments.Remove(last);
        file.Adopt(batch);
        scan.Segments.Add(file.Segment);
    }

    /// <summary>Only now that the new file is durable: half-made files go, and so do files of which nothing is trusted any more.</summary>
    private void Tidy(SpoolScan scan, TailBatch? tail, List<FoundFile> files, IReadOnlyList<string> names)
    {
        var used = scan.Segments.Select(static segment => segment.Path).ToHashSet(StringComparer.Ordinal);
        var gone = names.Where(static name => SpoolFormat.NumberOf(name, SpoolFormat.TemporarySuffix) is not null).Select(name => Path.Combine(folder, name))
            .Concat(files.Select(static file => file.Path).Where(path => !used.Contains(path) && !scan.Damaged.Contains(path)))
            .ToList();
        foreach (var path in gone) disk.Delete(path);
        if (gone.Count > 0) disk.SyncFolder(folder);
        // The file that was being written still has the blocks that were reserved for it.
        if (tail is null || !used.Contains(tail.Path) || scan.Damaged.Contains(tail.Path)) return;
        using var file = disk.OpenWrite(tail.Path);
        file.Truncate(tail.End);
    }

    private RepeatFinder Repeats(SpoolContent content)
    {
        var repeats = new RepeatFinder();
        var first = Math.Max(content.FirstSequence, content.LastSequence - RepeatFinder.RebuildRecordsMax + 1);
        foreach (var stored in new SpoolReader(disk, content).From(first)) repeats.Observe(stored);
        return repeats;
    }

    private static long NextNumber(IReadOnlyList<string> names)
    {
        long last = 0;
        foreach (var name in names)
        {
            foreach (var suffix in new[] { SpoolFormat.Suffix, SpoolFormat.TemporarySuffix, SpoolFormat.DamagedSuffix })
                last = Math.Max(last, SpoolFormat.NumberOf(name, suffix) ?? 0);
        }
        return last + 1;
    }

    private sealed record TailBatch(string Path, BatchHeader Header, byte[] Content, long End);
}
