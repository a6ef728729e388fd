using Microsoft.EntityFrameworkCore;
using System.Text;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Operations.Store;

/// <summary>Puts an exported journal into an empty store: the exact lines with their hashes, in one transaction, or nothing.</summary>
/// <remarks>Only the journal: what pages derive from it beside the journal (open incidents, deliverables) is not made again.</remarks>
public sealed class JournalImport(OperationsStore store)
{
    // Rows saved at a time, so that a journal of a million entries needs no memory of its size.
    private const int SavedAtOnceMax = 5_000;

    /// <summary>Imports the lines of an export; returns how many. Each line carries its hash, and the chain must hold from the first entry on.</summary>
    /// <exception cref="RefusedException">The store is not empty, or a line breaks the chain; nothing is stored then.</exception>
    public Task<long> RunAsync(IEnumerable<string> lines, CancellationToken stop) => store.WriteAsync(
        async transaction =>
        {
            if (transaction.Number > 0) throw new RefusedException($"空でない記録には取り込めません（{transaction.Number} 件あります）。", $"A journal is imported into an empty store only; this one has {transaction.Number} entries.");
            var pending = new List<JournalRow>(SavedAtOnceMax);
            foreach (var line in lines.Where(line => line.Trim().Length > 0))
            {
                pending.Add(transaction.Keep(Split(line, transaction.Number + 1), Hash(line)));
                if (pending.Count == SavedAtOnceMax) await SaveAsync(transaction, pending, stop);
            }

            await SaveAsync(transaction, pending, stop);
            return transaction.Number;
        },
        stop);

    private static string Split(string line, long number) => JournalLine.TrySplitHash(Encoding.UTF8.GetBytes(line.Trim(' ', '\t', '\r', '\uFEFF')), out var body, out _)
        ? Encoding.UTF8.GetString(body) + "}"
        : throw new RefusedException($"{number} 番の行に hash がありません。", $"Entry {number} carries no hash; only an export with hashes is imported.");

    private static string Hash(string line)
    {
        JournalLine.TrySplitHash(Encoding.UTF8.GetBytes(line), out _, out var hash);
        return Encoding.ASCII.GetString(hash).ToLowerInvariant();
    }

    private static async Task SaveAsync(StoreTransaction transaction, List<JournalRow> pending, CancellationToken stop)
    {
        await transaction.Context.SaveChangesAsync(stop);
        foreach (var row in pending) transaction.Context.Entry(row).State = EntityState.Detached;
        pending.Clear();
    }
}
