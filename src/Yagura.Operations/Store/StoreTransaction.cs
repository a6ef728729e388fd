using Yagura.ServiceLevel.Journal;

namespace Yagura.Operations.Store;

/// <summary>One act under way: its context, its time, and the journal's head, which it holds locked.</summary>
public sealed class StoreTransaction
{
    private readonly JournalHeadRow _head;

    internal StoreTransaction(StoreContext context, JournalHeadRow head, TimeProvider clock)
    {
        Context = context;
        _head = head;
        Now = clock.GetUtcNow();
    }

    /// <summary>State read and changed here is saved with the entries.</summary>
    public StoreContext Context { get; }

    /// <summary>The act's one time of recording.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>Number of the newest entry, those of this act included.</summary>
    public long Number => _head.Number;

    /// <summary>Hash of the newest entry, those of this act included.</summary>
    public string Hash => _head.Hash;

    /// <summary>Entries appended by this act.</summary>
    public int Appended { get; private set; }

    /// <summary>Appends an entry: takes the next number, writes its exact line, chains its hash.</summary>
    /// <exception cref="RefusedException">The stated time lies after now, or the draft says too little.</exception>
    public JournalEntry Append(JournalDraft draft)
    {
        var data = draft.Check();
        // The receive clock is slewed and may run a moment ahead of the wall clock: what the machine saw, it records no earlier.
        var at = draft.Actor == Actor.Machine && draft.Stated?.Time > Now ? draft.Stated.Value.Time : Now;
        if (draft.Stated?.Time > at)
        {
            throw new RefusedException(
                $"申告時刻 {draft.Stated.Value.Time:yyyy-MM-dd HH:mm:sszzz} は記録時刻 {at:yyyy-MM-dd HH:mm:sszzz} より後です。すでに起きたことだけを記録できます。",
                $"The stated time {draft.Stated.Value.Time:yyyy-MM-dd HH:mm:sszzz} lies after the time of recording, {at:yyyy-MM-dd HH:mm:sszzz}; only what has happened can be recorded.");
        }


        var entry = new JournalEntry(_head.Number + 1, at, draft.Stated?.Time, draft.Kind, draft.Subject, draft.Actor, data) { Precision = draft.Stated?.Precision ?? TimePrecision.Second };
        var line = JournalLine.Write(entry);
        _head.Hash = JournalHash.Next(_head.Hash, line);
        _head.Number = entry.Number;
        Appended++;
        Context.Journal.Add(new JournalRow
        {
            Number = entry.Number, At = entry.At, Stated = entry.Stated, Kind = entry.Kind, Subject = entry.Subject, Actor = entry.Actor, Line = line, Hash = _head.Hash,
        });
        return entry;
    }

    /// <summary>Keeps a line that another store wrote, exactly, as the next entry.</summary>
    /// <exception cref="RefusedException">It is not the next entry, or its hash does not follow.</exception>
    internal JournalRow Keep(string line, string hash)
    {
        var number = _head.Number + 1;
        if (JournalRead.Entry(line) is not { } entry || entry.Number != number) throw new RefusedException($"{number} 番の次に続く記録がありません。", $"The next line is not entry {number}.");
        var expected = JournalHash.Next(_head.Hash, line);
        if (expected != hash) throw new RefusedException($"{number} 番の hash が一致しません。", $"The hash of entry {number} does not follow from the entry before and its text.");
        var row = new JournalRow
        {
            Number = number, At = entry.At, Stated = entry.Stated, Kind = entry.Kind, Subject = entry.Subject, Actor = entry.Actor, Line = line, Hash = hash,
        };
        (_head.Number, _head.Hash) = (number, hash);
        Appended++;
        Context.Journal.Add(row);
        return row;
    }

    /// <summary>Moves a stage's cursor; it is committed with the stage's output.</summary>
    public async Task MoveCursorAsync(string stage, long sequence, string detail)
    {
        var cursor = await Context.Cursors.FindAsync(stage);
        if (cursor is null) Context.Cursors.Add(cursor = new CursorRow { Stage = stage });
        cursor.Sequence = sequence;
        cursor.Detail = detail;
        cursor.At = Now;
    }
}
