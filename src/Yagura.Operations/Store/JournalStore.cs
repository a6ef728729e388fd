using System.Text;
using Microsoft.EntityFrameworkCore;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Operations.Store;

/// <summary>What a recomputation of the journal found.</summary>
/// <param name="Entries">Entries read.</param>
/// <param name="Number">Number of the newest.</param>
/// <param name="Hash">Recomputed hash of the newest.</param>
/// <param name="Faults">What is wrong, in order, at most <see cref="FaultsMax"/>; empty when nothing is.</param>
/// <param name="NewestPin">The newest pin that could be compared; null for none: then a chain recomputed by the operator would not be found.</param>
public sealed record JournalVerification(long Entries, long Number, string Hash, IReadOnlyList<string> Faults, JournalPin? NewestPin)
{
    /// <summary>Faults listed, at most: one edit breaks every later hash only if it is not rechained, so few say enough.</summary>
    public const int FaultsMax = 20;

    /// <summary>Whether nothing is wrong.</summary>
    public bool Holds => Faults.Count == 0;
}

/// <summary>Reads, exports and verifies the journal.</summary>
public sealed class JournalStore(OperationsStore store)
{
    /// <summary>Number and hash of the newest entry: what a checkpoint pins.</summary>
    public Task<(long Number, string Hash)> HeadAsync(CancellationToken stop) => store.ReadAsync(async context =>
    {
        var head = await context.JournalHead.SingleAsync(stop);
        return (head.Number, head.Hash);
    });

    /// <summary>Entries after a number, at most <paramref name="limit"/>, in order.</summary>
    public Task<IReadOnlyList<JournalEntry>> ReadAsync(long after, int limit, CancellationToken stop) => store.ReadAsync(async context =>
        JournalRead.Entries(await context.Journal.Where(row => row.Number > after).OrderBy(row => row.Number).Take(limit).Select(row => row.Line).ToListAsync(stop)));

    /// <summary>All entries of a subject, in order of number.</summary>
    public Task<IReadOnlyList<JournalEntry>> OfSubjectAsync(string subject, CancellationToken stop) =>
        store.ReadAsync(context => OfSubjectAsync(context, subject, stop));

    /// <summary>All entries of a subject as this context sees them, in order of number.</summary>
    public static async Task<IReadOnlyList<JournalEntry>> OfSubjectAsync(StoreContext context, string subject, CancellationToken stop) =>
        JournalRead.Entries(await context.Journal.Where(row => row.Subject == subject).OrderBy(row => row.Number).Select(row => row.Line).ToListAsync(stop));

    /// <summary>One entry; null when there is none of that number.</summary>
    public Task<JournalEntry?> EntryAsync(long number, CancellationToken stop) => store.ReadAsync(async context =>
        await context.Journal.Where(row => row.Number == number).Select(row => row.Line).SingleOrDefaultAsync(stop) is { } line ? JournalRead.Entries([line])[0] : null);

    /// <summary>Writes the whole journal as NDJSON, each line with <c>,"hash":"…"</c> as its last member. Returns the entries written.</summary>
    public Task<long> ExportAsync(Stream destination, CancellationToken stop) => store.ReadAsync(async context =>
    {
        long written = 0;
        await foreach (var row in context.Journal.OrderBy(row => row.Number).Select(row => new { row.Line, row.Hash }).AsAsyncEnumerable().WithCancellation(stop))
        {
            await destination.WriteAsync(Encoding.UTF8.GetBytes(JournalLine.WithHash(row.Line, row.Hash) + "\n"), stop);
            written++;
        }

        await destination.FlushAsync(stop);
        return written;
    });

    /// <summary>Recomputes every hash and compares columns, head and pins. Finds each edit that does not recompute the chain; a recomputed chain only against a pin.</summary>
    public Task<JournalVerification> VerifyAsync(IReadOnlyList<JournalPin> pins, CancellationToken stop) => store.ReadAsync(async context =>
    {
        var check = new JournalCheck(pins);
        await foreach (var row in context.Journal.OrderBy(row => row.Number).AsAsyncEnumerable().WithCancellation(stop)) check.Take(row);
        return check.Finish(await context.JournalHead.ToListAsync(stop));
    });
}
