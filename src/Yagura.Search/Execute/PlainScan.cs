using Yagura.Archive.Reading;
using Yagura.Events;

namespace Yagura.Search.Execute;

/// <summary>The search without an index: every record from a sequence on, over sealed evidence and the spool's tail.</summary>
/// <remarks>Streams; memory is the reader's. Slow by design: it is what an index is checked against.</remarks>
/// <param name="reader">The reader; it must not be used elsewhere meanwhile.</param>
/// <param name="term">What is looked for in the raw bytes.</param>
public sealed class PlainScan(RecordReader reader, TermBytes term)
{
    /// <summary>Records looked at.</summary>
    public long Scanned { get; private set; }

    /// <summary>Sequence of the first record looked at; 0 before it.</summary>
    public long First { get; private set; }

    /// <summary>Sequence of the last record looked at; 0 before the first.</summary>
    public long Last { get; private set; }

    /// <summary>Every record that holds the term, in order of sequence, up to the last synced one.</summary>
    /// <param name="from">The first sequence looked at, from 1.</param>
    /// <param name="unreadable">Told of each sealed range that cannot be read.</param>
    /// <param name="stop">Ends the scan.</param>
    /// <exception cref="OperationCanceledException">The scan was ended.</exception>
    public IEnumerable<StoredRecord> Find(long from, Action<UnreadableRange> unreadable, CancellationToken stop)
    {
        foreach (var stored in reader.Read(from, unreadable))
        {
            stop.ThrowIfCancellationRequested();
            if (Scanned++ == 0) First = stored.Sequence;
            Last = stored.Sequence;
            if (term.IsIn(stored.Record.Payload.Span)) yield return stored;
        }
    }
}
