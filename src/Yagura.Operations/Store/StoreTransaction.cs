using System.Text.Json;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Operations.Store;

/// <summary>A fact about to be recorded; number, recording time and hash come from the journal.</summary>
/// <param name="Kind">Kind of the entry (FIGURES 1).</param>
/// <param name="Subject">Subject of the entry.</param>
/// <param name="Actor"><c>role:name</c> or <c>machine</c>.</param>
/// <param name="Stated">When it happened, if not now; must not be later than now.</param>
/// <param name="Data">The entry's data; keys are snake_case, values are what System.Text.Json writes.</param>
public sealed record JournalDraft(string Kind, string Subject, string Actor, DateTimeOffset? Stated, IReadOnlyDictionary<string, object?> Data);

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

    /// <summary>Entries appended by this act.</summary>
    public int Appended { get; private set; }

    /// <summary>Appends an entry: takes the next number, writes its exact line, chains its hash.</summary>
    /// <exception cref="RefusedException">The stated time lies after now, or a part is missing.</exception>
    public JournalEntry Append(JournalDraft draft)
    {
        if (string.IsNullOrWhiteSpace(draft.Kind) || string.IsNullOrWhiteSpace(draft.Subject)) throw new RefusedException("An entry needs a kind and a subject.");
        Actors.Check(draft.Actor);
        // The receive clock is slewed and may run a moment ahead of the wall clock: what the machine saw, it records no earlier.
        var at = draft.Actor == Actors.Machine && draft.Stated > Now ? draft.Stated.Value : Now;
        if (draft.Stated > at) throw new RefusedException($"The stated time {draft.Stated:O} lies after the time of recording {at:O}; only what has happened can be recorded.");

        var entry = new JournalEntry(_head.Number + 1, at, draft.Stated, draft.Kind, draft.Subject, draft.Actor, JsonSerializer.SerializeToElement(draft.Data));
        var line = JournalText.Write(entry);
        _head.Hash = JournalHash.Next(_head.Hash, line);
        _head.Number = entry.Number;
        Appended++;
        Context.Journal.Add(new JournalRow
        {
            Number = entry.Number, At = entry.At, Stated = entry.Stated, Kind = entry.Kind, Subject = entry.Subject, Actor = entry.Actor, Line = line, Hash = _head.Hash,
        });
        return entry;
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
