using System.Text;
using Yagura.Archive.Disk;
using Yagura.Archive.Reading;
using Yagura.Archive.Spool;
using Yagura.Web.Pages.Find;

namespace Yagura.Pipeline;

/// <summary>Raw text of single records for pages, from sealed evidence or the spool's tail. Best effort: what cannot be read is left out, and the page says so.</summary>
internal sealed class EvidenceLines(IDisk disk, DataFolder folder, RecordSpool spool)
{
    // A reader is one stage's; pages take turns.
    private readonly Lock turn = new();
    private readonly RecordReader reader = new(disk, folder.Archive, spool.ReadFrom);

    /// <summary>Reads the records of some sequence numbers.</summary>
    public Task<IReadOnlyDictionary<long, string>> ReadAsync(IReadOnlyCollection<long> sequences) => Task.Run<IReadOnlyDictionary<long, string>>(() =>
    {
        // Bounded by what the page asks for.
        var lines = new Dictionary<long, string>(sequences.Count);
        lock (turn)
        {
            foreach (var sequence in sequences.Distinct())
            {
                if (reader.Read(sequence, _ => { }).FirstOrDefault() is { } record && record.Sequence == sequence) lines[sequence] = Encoding.UTF8.GetString(record.Record.Payload.Span);
            }
        }
        return lines;
    });

    /// <summary>A plain scan for a text, from a sequence on, within limits.</summary>
    public Task<SearchModel> ScanAsync(string term, long from, ScanLimits limits, CancellationToken stop) => Task.Run(
        () =>
        {
            // Bounded by limits.LinesMax.
            var found = new List<FoundLine>();
            long scanned = 0;
            foreach (var stored in new RecordReader(disk, folder.Archive, spool.ReadFrom).Read(from, _ => { }))
            {
                stop.ThrowIfCancellationRequested();
                if (found.Count >= limits.LinesMax || scanned >= limits.RecordsMax) return new SearchModel(term, found, scanned, stored.Sequence);
                scanned++;
                var raw = Encoding.UTF8.GetString(stored.Record.Payload.Span);
                if (raw.Contains(term, StringComparison.OrdinalIgnoreCase)) found.Add(new FoundLine(stored.Sequence, stored.Record.ReceivedAt.Instant, stored.Record.Source, raw));
            }
            return new SearchModel(term, found, scanned, Next: null);
        },
        stop);
}
