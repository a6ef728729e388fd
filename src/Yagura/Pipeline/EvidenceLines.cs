using System.Text;
using Yagura.Archive.Disk;
using Yagura.Archive.Reading;
using Yagura.Archive.Spool;

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
}
