using Yagura.Archive.Disk;
using Yagura.Events;

namespace Yagura.Archive.Spool;

/// <summary>Where received records become durable, in batches, before anybody is told that they were received (CUSTODY 3).</summary>
/// <remarks>
/// One writer thread calls <see cref="Commit(IReadOnlyList{RawRecord}, IReadOnlyList{SpoolNote}, ReceiveTime)"/>; readers and <see cref="DeleteFilesBelow"/> may run beside it. Batch N+1 is written
/// only after the sync of N returned, so that the last batch is the only one that a crash can leave in doubt.
/// A file that saw a failed call is not used again: the batch in memory goes to a new file, and if that fails too the spool halts.
/// </remarks>
public sealed class RecordSpool : IDisposable
{
    private readonly IDisk _disk;
    private readonly string _folder;
    private readonly SpoolSettings _settings;
    // One is encoded into while the other is written: the processor works while the disk does.
    private readonly BatchWriter[] _writers = [new(), new()];
    private readonly RepeatFinder _repeats;
    private readonly SpoolContent _content;
    private readonly SpoolReader _reader;
    private ChainPoint _chain;
    private long _prepared;
    private long _preparedNext;
    private long _committed;
    private long _nextFile;
    private SpoolFile? _file;
    private SpoolHaltedException? _halted;

    private RecordSpool(IDisk disk, string folder, SpoolSettings settings, SpoolStart start)
    {
        _disk = disk;
        _folder = folder;
        _settings = settings;
        _repeats = start.Repeats;
        _content = start.Content;
        _reader = new SpoolReader(disk, _content);
        _chain = start.Chain;
        _preparedNext = start.Chain.NextSequence;
        _file = start.File;
        _nextFile = start.NextFile;
        Recovery = start.Found;
    }

    /// <summary>What the start found.</summary>
    public SpoolRecovery Recovery { get; }

    /// <summary>Why nothing is accepted any more; null while all is well.</summary>
    public SpoolHaltedException? Halted => Volatile.Read(ref _halted);

    /// <summary>Number of the last synced batch; 0 before the first.</summary>
    public long LastBatch => _content.LastBatch;

    /// <summary>Sequence of the last synced record; 0 before the first.</summary>
    public long LastSequence => _content.LastSequence;

    /// <summary>When the last synced batch was committed: no later batch will be stamped at or before it.</summary>
    public ReceiveTime LastCommittedAt => _content.LastCommittedAt;

    /// <summary>Where the oldest file begins: its first batch, there or damaged; the next batch of an empty spool.</summary>
    public long FirstBatch => _content.FirstBatch;

    /// <summary>Where the oldest file begins: records before it are sealed or gone; the next sequence of an empty spool.</summary>
    public long FirstSequence => _content.FirstSequence;

    /// <summary>Recovers what is there and opens a new file for what comes; synced before it returns.</summary>
    /// <remarks>
    /// For <see cref="SpoolUse.Server"/> a first batch follows at once: the damage found, the time that the server was down, alive.
    /// The caller holds the data folder's <see cref="FolderLock"/>.
    /// </remarks>
    /// <exception cref="DiskException">Any errno: the spool does not open.</exception>
    /// <exception cref="SpoolHaltedException">The first batch could not be written.</exception>
    public static RecordSpool Open(IDisk disk, string folder, SpoolSettings settings, ReceiveTime now)
    {
        disk.CreateFolder(folder);
        var start = new SpoolRecoverer(disk, folder, settings).Recover(now);
        var spool = new RecordSpool(disk, folder, settings, start);
        try
        {
            var notes = StartNotes.Of(settings.Use, start, now);
            if (notes.Count > 0) spool.Commit([], notes, now);
            return spool;
        }
        catch
        {
            spool.Dispose();
            throw;
        }
    }

    /// <summary>Makes records and notes durable; when it returns they may be acknowledged.</summary>
    /// <param name="records">In the order in which they get their sequence numbers. The list must not change afterwards.</param>
    /// <param name="notes">What the intake has to say; <see cref="AliveNote"/> each second is the pump's.</param>
    /// <param name="now">The receive clock; the batch is stamped with it or, where that would not be later, one tick after the batch before.</param>
    /// <exception cref="SpoolHaltedException">Nothing of it may be acknowledged: refuse it to the senders.</exception>
    /// <exception cref="ArgumentException">A name or the batch is too long; nothing was written.</exception>
    public SpoolBatch Commit(IReadOnlyList<RawRecord> records, IReadOnlyList<SpoolNote> notes, ReceiveTime now) => Commit(Prepare(records, notes), now);

    /// <summary>Encodes a batch and looks for repeats in it, also while the batch before it is being synced. Batches are committed in the order in which they were prepared.</summary>
    /// <remarks>At most one batch is prepared beside the one that is being committed. One thread prepares; another may commit.</remarks>
    /// <param name="records">As for a commit.</param>
    /// <param name="notes">As for a commit.</param>
    /// <exception cref="SpoolHaltedException">Nothing of it may be acknowledged: refuse it to the senders.</exception>
    /// <exception cref="ArgumentException">A name or the batch is too long; nothing was written.</exception>
    public PreparedBatch Prepare(IReadOnlyList<RawRecord> records, IReadOnlyList<SpoolNote> notes)
    {
        if (Volatile.Read(ref _halted) is { } halted) throw new SpoolHaltedException(halted.InnerException!);
        var writer = _writers[_prepared % _writers.Length];
        Invariant.Holds(_prepared - Volatile.Read(ref _committed) < _writers.Length, "a buffer is encoded into only when its batch was committed");
        // Encoded before repeats are looked for: a batch that is refused as too long must leave no trace in the tails.
        writer.Encode(records, repeats: null, notes);
        var repeats = _repeats.Find(records, _preparedNext);
        if (repeats is not null) writer.Encode(records, repeats, notes);
        _prepared++;
        _preparedNext += records.Count;
        return new PreparedBatch(writer, records, repeats, notes);
    }

    /// <summary>Makes a prepared batch durable.</summary>
    /// <exception cref="SpoolHaltedException">Nothing of it may be acknowledged: refuse it to the senders.</exception>
    public SpoolBatch Commit(PreparedBatch batch, ReceiveTime now)
    {
        if (Volatile.Read(ref _halted) is { } halted) throw new SpoolHaltedException(halted.InnerException!);
        var (writer, records, repeats, notes) = (batch.Writer, batch.Records, batch.Repeats, batch.Notes);
        Invariant.Holds(writer == _writers[_committed % _writers.Length], "batches are committed in the order in which they were prepared");
        var committedAt = Math.Max(now.UtcTicks, _chain.CommittedAt + 1);
        SealedBatch Make(ulong salt) => writer.Seal(salt, _chain, committedAt, records.Count, notes.Count);

        var (written, offset) = WriteOrRewrite(Make, writer.PaddedBytes);
        Invariant.Holds(written.Header.FirstSequence == _content.LastSequence + 1, "a batch carries on where the last synced one ended");
        _chain = ChainPoint.After(written.Header, written.HeaderCrc, _chain.Life.After(notes));
        _content.Publish(_file!.Segment, written.Header, offset);
        Volatile.Write(ref _committed, _committed + 1);
        return Committed(written.Header, records, repeats, notes);
    }

    /// <summary>The last commit of a run that ends in good order: listeners are closed and everything taken in is committed.</summary>
    public SpoolBatch CommitStopped(ReceiveTime now) => Commit([], [new StoppedNote(now)], now);

    /// <summary>Says that a connection ended in good order: its sender will not send its last records again.</summary>
    /// <remarks>Called by the writer thread, after the commit of the connection's last records. See <see cref="RepeatFinder"/>.</remarks>
    public void SessionClosed(long session) => _repeats.SessionClosed(session);

    /// <summary>Batches after a number, in order, to the last that is synced when the enumeration gets there; then it ends.</summary>
    /// <remarks>Numbers are dense but for damage that the start found.</remarks>
    /// <exception cref="SpoolPassedException">They were deleted: the evidence has them.</exception>
    /// <exception cref="SpoolDamagedException">A batch cannot be read any more.</exception>
    public IEnumerable<SpoolBatch> ReadBatches(long afterBatch) => _reader.After(afterBatch);

    /// <summary>Batches committed at or after an instant: what a seal whose period begins there holds. Otherwise as <see cref="ReadBatches"/>.</summary>
    /// <remarks>Payloads are lent until the next batch is asked for; so the sealer, which is as fast as the intake, allocates nothing for them.</remarks>
    public IEnumerable<SpoolBatch> LendBatchesFrom(ReceiveTime committedAt) => _reader.LendCommittedFrom(committedAt.UtcTicks);

    /// <summary>Records from a sequence number on, to the last that is synced when the enumeration gets there; then it ends.</summary>
    /// <inheritdoc cref="ReadBatches" path="/exception"/>
    public IEnumerable<StoredRecord> ReadFrom(long sequence) => _reader.From(sequence);

    /// <summary>Ends when a record after this sequence is synced; on a spool that has halted or is closed, only when cancelled.</summary>
    public Task WaitForMore(long sequence, CancellationToken cancel) => _content.WaitUntil(() => _content.LastSequence > sequence, cancel);

    /// <summary>Ends when a batch after this number is synced.</summary>
    public Task WaitForBatch(long batch, CancellationToken cancel) => _content.WaitUntil(() => _content.LastBatch > batch, cancel);

    /// <summary>Deletes whole files all of whose batches were committed before an instant, the end of the newest durable seal's period.</summary>
    /// <remarks>
    /// By commit time and not by sequence, because notes without records are sealed by it too. The newest two files stay.
    /// A file in which damage was found is renamed instead, for a person to look at.
    /// </remarks>
    /// <returns>How many files went.</returns>
    /// <exception cref="DiskException">Any errno; the file is tried again after the next start.</exception>
    public int DeleteFilesBelow(ReceiveTime sealedTo)
    {
        var gone = 0;
        while (_content.TakeOldestFileBelow(sealedTo.UtcTicks) is { } path)
        {
            // A file of which no batch counts belongs to no segment; left behind, it would look like the one before a hole.
            foreach (var older in FilesBefore(path)) Remove(older);
            Remove(path);
            gone++;
        }
        return gone;
    }

    /// <summary>Closes the file. Says nothing about the server: <see cref="CommitStopped"/> does.</summary>
    public void Dispose() => _file?.Dispose();

    private List<string> FilesBefore(string path) =>
        _disk.List(_folder)
            .Where(name => SpoolFormat.NumberOf(name, SpoolFormat.Suffix) is not null && string.CompareOrdinal(name, Path.GetFileName(path)) < 0)
            .Select(name => Path.Combine(_folder, name))
            .ToList();

    private void Remove(string path)
    {
        if (Recovery.DamagedFiles.Contains(path)) _disk.Rename(path, Path.ChangeExtension(path, null) + SpoolFormat.DamagedSuffix);
        else _disk.Delete(path);
        // One by one and oldest first, so that a crash cannot leave a hole between files that stay.
        _disk.SyncFolder(_folder);
    }

    private (SealedBatch Written, long Offset) WriteOrRewrite(Func<ulong, SealedBatch> make, int bytes)
    {
        try
        {
            return Write(make, bytes);
        }
        catch (DiskException)
        {
            Abandon();
            try
            {
                return WriteToNewFile(make);
            }
            catch (DiskException again)
            {
                Abandon();
                Volatile.Write(ref _halted, new SpoolHaltedException(again));
                throw _halted;
            }
        }
    }

    private (SealedBatch Written, long Offset) Write(Func<ulong, SealedBatch> make, int bytes)
    {
        if (_file is not { } file) return WriteToNewFile(make);
        if (!file.HasRoomFor(bytes))
        {
            file.CutToEnd();
            Abandon();
            return WriteToNewFile(make);
        }
        var batch = make(file.Salt);
        return (batch, file.Append(batch));
    }

    private (SealedBatch Written, long Offset) WriteToNewFile(Func<ulong, SealedBatch> make)
    {
        (_file, var batch) = SpoolFile.Create(_disk, _folder, _nextFile++, _chain, _settings.FileBytes, make);
        return (batch!.Value, SpoolFormat.PageBytes);
    }

    private void Abandon()
    {
        _file?.Dispose();
        _file = null;
    }

    private static SpoolBatch Committed(in BatchHeader header, IReadOnlyList<RawRecord> records, long[]? repeats, IReadOnlyList<SpoolNote> notes)
    {
        return new SpoolBatch(header.Number, new ReceiveTime(header.CommittedAt), new CommittedRecords(records, repeats, header.FirstSequence), notes);
    }
}
