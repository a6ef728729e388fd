using System.Text;
using Yagura.Archive.Disk;
using Yagura.Archive.Spool;
using Yagura.Events;
using Yagura.Tests.Archive.Disk;
using Xunit;

namespace Yagura.Tests.Archive.Spool;

/// <summary>A run of a spool on a faulty disk, what it acknowledged, and the check of what is there afterwards.</summary>
internal sealed class SpoolTrial(Func<FaultDisk, IDisk> wrap)
{
    internal const string Folder = "/data/spool";

    /// <summary>So small that every few commits a new file begins.</summary>
    internal static readonly SpoolSettings Small = new(SpoolUse.Server, 6 * 4096);

    internal static readonly ReceiveTime Start = ReceiveTime.From(new DateTimeOffset(2026, 11, 22, 3, 0, 0, TimeSpan.Zero));

    private readonly List<string> _acknowledged = [];
    private readonly List<string> _acknowledgedNotes = [];
    private readonly Random _sizes = new(7);
    private IReadOnlyList<string> _inFlight = [];
    private long _deletable;
    private long _ticks = Start.UtcTicks;
    private int _made;

    internal int Acknowledged => _acknowledged.Count;

    /// <summary>Opens, commits, rolls, deletes and stops, until the end or the fault. True when it came to the end.</summary>
    internal bool Run(FaultDisk disk, int commits)
    {
        try
        {
            using var spool = RecordSpool.Open(wrap(disk), Folder, Small, Now());
            for (var i = 0; i < commits; i++)
            {
                Commit(spool, count: i % 4);
                if (i % 6 == 5) Delete(spool);
            }
            spool.CommitStopped(Now());
            return true;
        }
        catch (Exception e) when (e is PowerCutException or SpoolHaltedException or DiskException)
        {
            return false;
        }
    }

    /// <summary>Reopens what survived; null when all is right, else what is wrong.</summary>
    internal string? Wrong(FaultDisk survived)
    {
        try
        {
            List<StoredRecord> read;
            using (var spool = RecordSpool.Open(wrap(survived), Folder, Small, Now()))
            {
                read = spool.ReadFrom(spool.FirstSequence).ToList();
                if (Compare(spool, read) is { } wrong) return wrong;
            }
            // What could be read was durable: a second power cut without any more syncs takes nothing of it away.
            var again = survived.Restart(Survival.Each.Single(static each => each.Label == "nothing, no names"));
            using var reopened = RecordSpool.Open(wrap(again), Folder, Small, Now());
            var kept = reopened.ReadFrom(reopened.FirstSequence).ToList();
            if (!read.Select(Text).SequenceEqual(kept.Select(Text))) return "what was read before the second cut is not there after it";
            var after = reopened.Commit([Record("after")], [], Now());
            return after.Records[0].Sequence == (read.Count == 0 ? reopened.FirstSequence : read[^1].Sequence + 1) ? null : "the next sequence is not dense";
        }
        catch (Exception e) when (e is not PowerCutException)
        {
            return "it does not open: " + e.GetType().Name + ": " + e.Message;
        }
    }

    internal static RawRecord Record(string text) => new()
    {
        ReceivedAt = Start,
        Source = "fw1",
        Identity = SenderIdentity.Address,
        Via = "relp",
        Peer = "192.0.2.1:514",
        Payload = Encoding.UTF8.GetBytes(text),
    };

    private void Commit(RecordSpool spool, int count)
    {
        _inFlight = Enumerable.Range(0, count).Select(_ => $"record {++_made} " + new string('x', _sizes.Next(3) == 0 ? _sizes.Next(9000) : 30)).ToList();
        var note = new LossNote(Now(), "loss-" + ++_made, "rate", 1);
        var batch = spool.Commit(_inFlight.Select(Record).ToList(), [new AliveNote(Now()), note], Now());
        Assert.Equal(_acknowledged.Count + 1, batch.Records.Count == 0 ? _acknowledged.Count + 1 : batch.Records[0].Sequence);
        _acknowledged.AddRange(_inFlight);
        _acknowledgedNotes.Add(note.Where);
        _inFlight = [];
    }

    private void Delete(RecordSpool spool)
    {
        // Half of what there is counts as sealed.
        var upTo = spool.ReadBatches(spool.FirstBatch - 1).Take((int)(spool.LastBatch - spool.FirstBatch) / 2).ToList();
        if (upTo.Count == 0) return;
        _deletable = Math.Max(_deletable, upTo.Max(static batch => batch.Records.Count == 0 ? 0 : batch.Records[^1].Sequence));
        _acknowledgedNotes.RemoveAll(upTo.SelectMany(static batch => batch.Notes).OfType<LossNote>().Select(static note => note.Where).Contains);
        try
        {
            spool.DeleteFilesBelow(new ReceiveTime(upTo[^1].CommittedAt.UtcTicks + 1));
        }
        catch (DiskException)
        {
            // The sealer tries again later; nothing is lost by a file that stays.
        }
    }

    private string? Compare(RecordSpool spool, List<StoredRecord> read)
    {
        if (spool.Recovery.Damage.Count > 0) return "damage where there is none: " + spool.Recovery.Damage[0];
        if (spool.FirstSequence > _deletable + 1) return $"begins at {spool.FirstSequence}, only {_deletable} could go";
        for (var i = 0; i < read.Count; i++)
        {
            if (read[i].Sequence != spool.FirstSequence + i) return $"sequence {read[i].Sequence} is not dense";
        }
        if (read.Count > 0 && read[^1].Sequence != spool.LastSequence) return "the last sequence is not the last record's";
        if (spool.LastSequence < _acknowledged.Count) return $"acknowledged to {_acknowledged.Count}, stored to {spool.LastSequence}";
        var more = spool.LastSequence - _acknowledged.Count;
        if (more != 0 && more != _inFlight.Count) return $"{more} records more than acknowledged, {_inFlight.Count} were in flight";
        var expected = _acknowledged.Concat(more == 0 ? [] : _inFlight).Skip((int)spool.FirstSequence - 1);
        if (!expected.SequenceEqual(read.Select(Text))) return "the records are not those that were committed";
        return CompareBatches(spool);
    }

    private string? CompareBatches(RecordSpool spool)
    {
        var batches = spool.ReadBatches(spool.FirstBatch - 1).ToList();
        for (var i = 1; i < batches.Count; i++)
        {
            if (batches[i].Number != batches[i - 1].Number + 1) return $"batch {batches[i].Number} is not dense";
            if (batches[i].CommittedAt <= batches[i - 1].CommittedAt) return $"batch {batches[i].Number} is not later than the one before";
        }
        var notes = batches.SelectMany(static batch => batch.Notes).OfType<LossNote>().Select(static note => note.Where).ToHashSet();
        var missing = _acknowledgedNotes.Find(note => !notes.Contains(note));
        return missing is null ? null : "an acknowledged note is missing: " + missing;
    }

    private ReceiveTime Now() => new(_ticks += TimeSpan.TicksPerSecond);

    private static string Text(StoredRecord stored) => Encoding.UTF8.GetString(stored.Record.Payload.Span);
}
