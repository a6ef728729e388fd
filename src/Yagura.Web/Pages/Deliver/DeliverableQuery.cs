using Microsoft.EntityFrameworkCore;
using Yagura.Operations.Adoption;
using Yagura.Operations.Deliverables;
using Yagura.Operations.Store;
using Yagura.ServiceLevel.Measures;
using Yagura.Web.Pages.Service;
using Yagura.Web.Parts;
using Yagura.Web.Wording;

namespace Yagura.Web.Pages.Deliver;

/// <summary>Reads one deliverable for its page.</summary>
internal sealed class DeliverableQuery(OperationsStore store, ContractBook book, EvaluationShelf shelf)
{
    private const int EntriesMax = 100;
    private const int VersionsMax = 50;

    public async Task<DeliverableModel?> ReadAsync(PageContext page, string id, string period, CancellationToken stop)
    {
        if (book.At(page.Now)?.Deliverables.FirstOrDefault(known => known.Id == id) is not { } deliverable) return null;
        var subject = DeliverableActs.SubjectOf(id, period);
        var result = await shelf.OfAsync(page, book.At(page.Now)!.Period.CountsFrom, page.Today, stop);
        var due = result?.Measures.OfType<OnTimeFigure>().SelectMany(figure => figure.Items).FirstOrDefault(item => item.Subject == subject);
        return await store.ReadAsync(async read => new DeliverableModel(
            id, period, deliverable.Title.In(page.Texts.Language.Tag()), await read.Deliverables.SingleOrDefaultAsync(row => row.Subject == subject, stop), due,
            await read.Reports.Where(row => row.Deliverable == id && row.Period == period).OrderByDescending(row => row.Version).ThenBy(row => row.Language).Take(VersionsMax).ToListAsync(stop),
            EntryViews.Of(await read.Journal.Where(row => row.Subject == subject).OrderByDescending(row => row.Number).Take(EntriesMax).ToListAsync(stop), page.Texts)));
    }
}
