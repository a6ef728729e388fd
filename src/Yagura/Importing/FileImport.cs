using Yagura.Archive.Reading;
using Yagura.Archive.Spool;
using Yagura.Events;
using Yagura.Intake.Files;
using Yagura.Intake.Gate;
using Yagura.Intake.Listeners;

namespace Yagura.Importing;

/// <summary>One file's lines on the path of the network: gate, spool, sync, acknowledged; then the offset is written down.</summary>
/// <remarks>
/// One stretch of lines is under way at a time. After a crash the stretch behind the written offset may be stored in part:
/// those of its records are looked up behind the sequence that the state names, so that no line is stored twice.
/// </remarks>
internal sealed class FileImport(Reception reception, RecordSpool spool, RecordReader reader, ImportBook book)
{
    /// <summary>Id of the listener that imports count under.</summary>
    public const string Listener = "import";

    // Lines between two written offsets: large enough that a sync costs little, small enough that progress moves.
    private const int StretchLinesMax = 2000;

    /// <summary>Imports a file, or goes on where an earlier run stopped.</summary>
    /// <param name="origin">The file by its full path, and the source.</param>
    /// <param name="told">Told after each stretch.</param>
    /// <param name="stop">Stops between two stretches.</param>
    /// <exception cref="ImportException">The spool takes nothing more.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">A packed file is damaged; the lines before the damage are in.</exception>
    public async Task<ImportProgress> RunAsync(FileOrigin origin, Func<ImportProgress, Task> told, CancellationToken stop)
    {
        var known = book.Find(origin.Path, origin.Source);
        var state = known ?? ImportBook.Begin(origin.Path, origin.Source, spool.LastSequence);
        var progress = new ImportProgress(state.Lines, state.Lines, 0, 0, known is null && book.Knows(origin.Path, origin.Source));
        using var lines = FileLines.Open(origin, state.Offset, reception.Limits);
        book.Write(state);
        var counts = reception.Counts.Of(Listener);
        using var door = reception.Gate.OpenKeeping(counts);
        var stretch = new List<RawRecord>(StretchLinesMax);
        while (lines.Read(stretch, StretchLinesMax, reception.Clock))
        {
            stop.ThrowIfCancellationRequested();
            var stored = known is null ? 0 : StoredOf(stretch, state);
            known = null;
            await PutAsync(door, stretch[stored..], stop);
            state = state with { Offset = lines.Offset, Lines = state.Lines + stretch.Count, Sequence = spool.LastSequence };
            book.Write(state);
            progress = progress with { Lines = state.Lines, Position = lines.FilePosition, Bytes = lines.FileBytes };
            await told(progress);
            stretch.Clear();
        }

        return progress with { Position = lines.FileBytes, Bytes = lines.FileBytes };
    }

    private async Task PutAsync(Door door, List<RawRecord> records, CancellationToken stop)
    {
        if (records.Count == 0)
            return;
        var admitted = await door.PutAsync(records, stop);
        reception.Count(reception.Counts.Of(Listener), records, admitted, Intake.Counting.RejectReason.GateClosed);
        await door.SettledAsync();
        if (admitted < records.Count || door.IsShut)
            throw new ImportException(spool.Halted is { } halted ? halted.Message : "the server stops; run the same import again to go on where it stopped");
    }

    /// <summary>How many of the first lines of a stretch a run that was cut off had stored already.</summary>
    private int StoredOf(List<RawRecord> stretch, ImportState state)
    {
        var found = 0;
        foreach (var stored in reader.Read(state.Sequence + 1, _ => { }))
        {
            if (found == stretch.Count)
                break;
            var (record, line) = (stored.Record, stretch[found]);
            if (record.Lane == line.Lane && record.Gap == line.Gap && record.Source == line.Source && record.Peer == line.Peer && record.CutFrom == line.CutFrom && record.Payload.Span.SequenceEqual(line.Payload.Span))
                found++;
        }

        return found;
    }
}
