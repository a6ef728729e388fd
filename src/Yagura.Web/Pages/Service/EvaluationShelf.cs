using Yagura.Operations.Adoption;
using Yagura.Operations.Store;
using Yagura.ServiceLevel.Evaluation;
using Yagura.ServiceLevel.Journal;
using Yagura.Web.Pages.Custody;
using Yagura.Web.Parts;

namespace Yagura.Web.Pages.Service;

/// <summary>The evaluation that pages show, computed by the pure function from the whole journal; kept until the journal grows or a minute passes.</summary>
public sealed class EvaluationShelf(OperationsStore store, ContractBook book, CoverageShelf coverage, ArchiveView archive) : IDisposable
{
    private static readonly TimeSpan KeepMax = TimeSpan.FromMinutes(1);

    // One evaluation at a time: the second asker takes what the first computed.
    private readonly SemaphoreSlim turn = new(1, 1);
    private (long Number, DateOnly From, DateOnly To, EvaluationResult Result)? kept;

    /// <summary>The evaluation of a period up to now; null without a contract.</summary>
    internal async Task<EvaluationResult?> OfAsync(PageContext page, DateOnly from, DateOnly to, CancellationToken stop)
    {
        if (book.Versions.Count == 0) return null;
        await turn.WaitAsync(stop);
        try
        {
            var journal = new JournalStore(store);
            var (number, _) = await journal.HeadAsync(stop);
            if (kept is { } last && last.Number == number && last.From == from && last.To == to && page.Now - last.Result.Scope.AsOf < KeepMax) return last.Result;
            using var text = new MemoryStream();
            await journal.ExportAsync(text, stop);
            var input = new EvaluationInput(JournalReader.Read("journal", text.GetBuffer().AsSpan(0, (int)text.Length)), book.Versions, from, to, page.Now, Coverage: null, archive.NewestPin(), Faults: []);
            var scope = Evaluate.ScopeOf(input);
            // Recomputed from the seals; without a readable archive it prints what the journal states, and says so.
            input = input with { Coverage = await coverage.InputAsync(scope.Begins, scope.Ends, page.Now, stop) };
            var result = Evaluate.Run(input);
            kept = (number, from, to, result);
            return result;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();
}
