using Yagura.Events;

namespace Yagura.Archive.Spool;

/// <summary>A batch that is encoded and waits for the sync of the one before it. Its bytes stand in a buffer of the spool until it is committed.</summary>
public sealed class PreparedBatch
{
    internal PreparedBatch(BatchWriter writer, IReadOnlyList<RawRecord> records, long[]? repeats, IReadOnlyList<SpoolNote> notes) =>
        (Writer, Records, Repeats, Notes) = (writer, records, repeats, notes);

    internal BatchWriter Writer { get; }

    internal IReadOnlyList<RawRecord> Records { get; }

    internal long[]? Repeats { get; }

    internal IReadOnlyList<SpoolNote> Notes { get; }
}
