using System.Collections;
using Yagura.Events;

namespace Yagura.Archive.Spool;

/// <summary>Records that were just committed, with their sequences. Made when they are asked for: the pump asks for none.</summary>
internal sealed class CommittedRecords(IReadOnlyList<RawRecord> records, long[]? repeats, long firstSequence) : IReadOnlyList<StoredRecord>
{
    public int Count => records.Count;

    public StoredRecord this[int index] => new(firstSequence + index, records[index], repeats is null ? 0 : repeats[index]);

    public IEnumerator<StoredRecord> GetEnumerator()
    {
        for (var i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
